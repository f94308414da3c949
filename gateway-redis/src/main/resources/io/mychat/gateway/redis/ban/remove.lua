-- Removes a ban. ARGV: 2 id, 3 token. Returns how many there were.
drop_ended()
local removed = redis.call('HDEL', KEYS[1], ARGV[2]) + redis.call('HDEL', KEYS[2], ARGV[2])
redis.call('ZREM', KEYS[3], ARGV[2])
if removed > 0 then changed(ARGV[3]) end
return removed
