# Settings of all targets: language, warnings, output folders, instrumentation.

set(KONGFLOW_SANITIZE "" CACHE STRING "Sanitizers to build with, comma-separated: address,undefined or thread")
option(KONGFLOW_COVERAGE "Build with line coverage" OFF)
option(KONGFLOW_FUZZ "Build the fuzz targets, with clang" OFF)

set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
set(KONGFLOW_PLUGIN_DIR "${PROJECT_BINARY_DIR}/plugins")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${KONGFLOW_PLUGIN_DIR}")

find_program(KONGFLOW_CCACHE ccache)
if(KONGFLOW_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER "${KONGFLOW_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${KONGFLOW_CCACHE}")
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Werror)

if(KONGFLOW_SANITIZE)
  # GCC 12 reports instrumented code of <regex> as a read of uninitialized memory.
  add_compile_options(-fsanitize=${KONGFLOW_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all
                      $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  add_link_options(-fsanitize=${KONGFLOW_SANITIZE})
  if(KONGFLOW_SANITIZE MATCHES "thread")
    # GCC's thread sanitizer does not support fences. Asio does not need them: its queues are locked with mutexes.
    add_compile_definitions(BOOST_ASIO_DISABLE_FENCED_BLOCK)
  endif()
endif()
if(KONGFLOW_COVERAGE)
  add_compile_options(--coverage -fprofile-update=atomic)
  add_link_options(--coverage)
endif()
if(KONGFLOW_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
