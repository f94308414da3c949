-- Removes a chat with everything that stands in its bucket about it, except what is known of its senders' retries.
--
-- KEYS: the chat's messages, their counter, their numbers by id; the open marks and the index of the chat's bucket.
-- ARGV: 3 chat id.
-- Returns the number of messages.

clean(KEYS[1], 'stream')
clean(KEYS[4], 'zset')
clean(KEYS[5], 'zset')
local count = redis.call('XLEN', KEYS[1])
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
for _, mark in ipairs(redis.call('ZRANGEBYLEX', KEYS[4], '[' .. ARGV[3] .. ' ', '(' .. ARGV[3] .. '!')) do
  redis.call('ZREM', KEYS[4], mark)
end
redis.call('ZREM', KEYS[5], ARGV[3])
return count
