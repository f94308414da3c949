-- Finds a message of a chat by its id.
--
-- KEYS: the chat's messages, their numbers by id. ARGV: 3 the message's id.
-- Returns {entry id, fields}, or false when the chat does not have it, or no longer.

clean(KEYS[1], 'stream')
clean(KEYS[2], 'zset')
local number = tonumber(redis.call('ZSCORE', KEYS[2], ARGV[3]) or nil)
local entry = number and number < MOST_NUMBER and redis.call('XRANGE', KEYS[1], int(number), int(number))[1]
if not entry or entry[2][2] ~= ARGV[3] then
  return false
end
local _, time = number_and_time(entry[1])
return now - time < retention and entry or false
