-- A dead incarnation is cleared away: from now on it is remembered for a shorter time.
-- KEYS as in nodes.lua. ARGV: 1 incarnation
local clock = redis.call('TIME')
redis.call('SREM', KEYS[4], ARGV[1])
redis.call('ZADD', KEYS[3], 'XX', clock[1] .. '000', ARGV[1])
return 1
