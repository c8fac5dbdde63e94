#include "host/worker_pool.h"

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <utility>

namespace kongflow::host {

class WorkerPool::Impl {
 public:
  explicit Impl(int threads) : pool(static_cast<std::size_t>(threads)) {}
  boost::asio::thread_pool pool;
};

WorkerPool::WorkerPool(int threads) : impl_(std::make_unique<Impl>(threads)) {}

WorkerPool::~WorkerPool() {
  stop();
}

void WorkerPool::post(std::function<void()> job) {
  boost::asio::post(impl_->pool, std::move(job));
}

void WorkerPool::stop() {
  impl_->pool.stop();
  impl_->pool.join();
}

}  // namespace kongflow::host
