// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include <QObject>
#include <QPointer>

#include "core/store/run_store.h"

namespace tamiz::ui {

/// Reads from the store on a thread of its own with a connection of its own, so that no page waits
/// for the disk. A question belongs to a guard object and a channel: a newer one on the same channel
/// replaces the older, whose answer never arrives; nothing arrives once the guard is gone. The
/// destructor drops what waits and joins. GUI thread only.
class AsyncQuery final : public QObject
{
    Q_OBJECT

public:
    using Token = std::uint64_t;
    using OpenStore = std::function<Result<std::unique_ptr<RunStore>>()>;

    explicit AsyncQuery(const std::filesystem::path &storeFile, QObject *parent = nullptr);
    /// @p open is called on the reading thread, at the first question and again after a failure.
    explicit AsyncQuery(OpenStore open, QObject *parent = nullptr);
    ~AsyncQuery() override;

    /// Runs @p work on the reading thread and hands its answer to @p done on the GUI thread.
    template<typename T>
    Token ask(QObject *guard, int channel, std::function<Result<T>(RunStore &)> work,
              std::function<void(Result<T>)> done)
    {
        return post(guard, channel,
                    [work = std::move(work), done = std::move(done)](Result<RunStore *> store) {
                        auto answer = std::make_shared<Result<T>>(
                            store ? work(**store)
                                  : Result<T>(tl::unexpected<Error>(store.error())));
                        return [answer, done] { done(std::move(*answer)); };
                    });
    }

    /// Drops every question of @p guard; none of its answers arrives any more.
    void cancel(QObject *guard);

    /// Questions asked whose answers have neither arrived nor been dropped.
    int pendingCount() const { return static_cast<int>(m_newest.size()); }

signals:
    void idle(); ///< the last pending answer arrived

private:
    using Delivery = std::function<void()>;
    using Work = std::function<Delivery(Result<RunStore *>)>;
    using Key = std::pair<QObject *, int>;
    struct Question
    {
        Key key;
        Token token = 0;
        Work work;
    };
    struct Pending
    {
        Token token = 0;
        QPointer<QObject> guard;
    };

    Token post(QObject *guard, int channel, Work work);
    void deliver(const Key &key, Token token, const Delivery &delivery);
    void forget(QObject *guard);
    void readLoop();

    const OpenStore m_open;
    Token m_lastToken = 0;
    std::map<Key, Pending> m_newest;

    std::mutex m_mutex; ///< guards the three below
    std::condition_variable m_changed;
    std::deque<Question> m_questions;
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace tamiz::ui
