-- Removes entries of an inbox, which keeps its epoch and its numbers.
--
-- KEYS: the inbox, its bounds, the ids that it knows. ARGV: from 3 on, entry id and message id of each.
-- Returns how many there were.

clean(KEYS[1], 'stream')
clean(KEYS[3], 'zset')
local count = 0
for i = 3, #ARGV, 2 do
  count = count + redis.call('XDEL', KEYS[1], ARGV[i])
  redis.call('ZREM', KEYS[3], ARGV[i + 1])
end
return count
