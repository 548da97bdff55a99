// SPDX-License-Identifier: Apache-2.0
#include "core/store/store_writer.h"

#include <chrono>
#include <exception>
#include <utility>

#include "core/store/event_import.h"
#include "core/store/run_store.h"

namespace tamiz {

namespace {

constexpr std::size_t kBatchEvents = 500;
constexpr auto kBatchTime = std::chrono::milliseconds(250);
constexpr auto kRetryTime = std::chrono::seconds(1);

} // namespace

StoreWriter::StoreWriter(std::filesystem::path storeFile, RunId id,
                         std::filesystem::path eventsFile)
    : m_storeFile(std::move(storeFile))
    , m_eventsFile(std::move(eventsFile))
    , m_id(id)
    , m_thread([this] { work(); })
{
}

StoreWriter::~StoreWriter()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
        m_wake.notify_one();
    }
    m_thread.join();
}

Status StoreWriter::record(const MetricEvent & /*event*/)
{
    const std::lock_guard lock(m_mutex);
    // Waking at the first starts the 250 ms; at the batch size, ends them.
    if (++m_pending == 1 || m_pending == kBatchEvents)
        m_wake.notify_one();
    return m_status;
}

Status StoreWriter::flush()
{
    std::unique_lock lock(m_mutex);
    const std::uint64_t ticket = ++m_flushRequested;
    m_wake.notify_one();
    m_attempted.wait(lock, [this, ticket] { return m_flushDone >= ticket; });
    return m_status;
}

void StoreWriter::work()
{
    const auto isUrgent = [this] { return m_isStopping || m_flushRequested > m_flushDone; };
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [&] { return m_pending > 0 || !m_status || isUrgent(); });
        const auto patience = m_status ? std::chrono::milliseconds(kBatchTime) : kRetryTime;
        m_wake.wait_for(lock, patience,
                        [&] { return (m_status && m_pending >= kBatchEvents) || isUrgent(); });

        const std::uint64_t ticket = m_flushRequested;
        const bool isLast = m_isStopping;
        m_pending = 0;
        lock.unlock();
        Status status = importOnce();
        lock.lock();

        m_status = std::move(status);
        m_flushDone = ticket;
        m_attempted.notify_all();
        if (isLast)
            return;
    }
}

Status StoreWriter::importOnce()
{
    try {
        if (!m_store) {
            TAMIZ_TRY(m_store, RunStore::open(m_storeFile));
        }
        TAMIZ_TRY(const ImportReport report, importMissingEvents(*m_store, m_id, m_eventsFile));
        (void)report; // a torn line of an earlier session was told of when this one began
        return {};
    } catch (const std::exception &exception) {
        return fail(ErrorCode::Internal, exception.what(), m_storeFile.string());
    }
}

} // namespace tamiz
