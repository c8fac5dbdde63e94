// Boost.JSON's sources, compiled once: Debian's boost headers bring them, its library package is not needed.
#include <boost/json/src.hpp>
