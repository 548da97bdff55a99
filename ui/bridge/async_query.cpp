// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/async_query.h"

#include <algorithm>

namespace tamiz::ui {

AsyncQuery::AsyncQuery(const std::filesystem::path &storeFile, QObject *parent)
    : AsyncQuery([storeFile] { return RunStore::open(storeFile); }, parent)
{
}

AsyncQuery::AsyncQuery(OpenStore open, QObject *parent)
    : QObject(parent)
    , m_open(std::move(open))
    , m_thread([this] { readLoop(); })
{
}

AsyncQuery::~AsyncQuery()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
        m_questions.clear();
    }
    m_changed.notify_one();
    m_thread.join();
}

AsyncQuery::Token AsyncQuery::post(QObject *guard, int channel, Work work)
{
    const Key key { guard, channel };
    const Token token = ++m_lastToken;
    if (m_newest.find(key) == m_newest.end())
        connect(guard, &QObject::destroyed, this, &AsyncQuery::forget, Qt::UniqueConnection);
    m_newest[key] = { token, guard };
    {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_questions, [&](const Question &waiting) { return waiting.key == key; });
        m_questions.push_back({ key, token, std::move(work) });
    }
    m_changed.notify_one();
    return token;
}

void AsyncQuery::cancel(QObject *guard)
{
    forget(guard);
    disconnect(guard, &QObject::destroyed, this, &AsyncQuery::forget);
}

void AsyncQuery::forget(QObject *guard)
{
    const auto erased = std::erase_if(
        m_newest, [guard](const auto &entry) { return entry.first.first == guard; });
    {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_questions,
                      [guard](const Question &waiting) { return waiting.key.first == guard; });
    }
    if (erased > 0 && m_newest.empty())
        emit idle();
}

void AsyncQuery::deliver(const Key &key, Token token, const Delivery &delivery)
{
    const auto found = m_newest.find(key);
    if (found == m_newest.end() || found->second.token != token)
        return; // a newer question took its place, or nobody listens any more
    const bool isWanted = !found->second.guard.isNull();
    m_newest.erase(found);
    if (isWanted)
        delivery();
    if (m_newest.empty())
        emit idle();
}

void AsyncQuery::readLoop()
{
    std::unique_ptr<RunStore> store;
    while (true) {
        Question question;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_isStopping || !m_questions.empty(); });
            if (m_isStopping)
                return;
            question = std::move(m_questions.front());
            m_questions.pop_front();
        }
        Result<RunStore *> opened = store.get();
        if (!store) {
            if (auto fresh = m_open())
                opened = (store = std::move(*fresh)).get();
            else
                opened = tl::unexpected<Error>(std::move(fresh).error());
        }
        const Delivery delivery = question.work(std::move(opened));
        // Queued to this object: the destructor, on the GUI thread, joins first and then drops it.
        QMetaObject::invokeMethod(
            this,
            [this, key = question.key, token = question.token, delivery] {
                deliver(key, token, delivery);
            },
            Qt::QueuedConnection);
    }
}

} // namespace tamiz::ui
