-- A dead incarnation is cleared away: from now on it is remembered for a shorter time.
-- KEYS: 1 nodes:dead  2 nodes:unclean  ARGV: 1 incarnation
local clock = redis.call('TIME')
redis.call('SREM', KEYS[2], ARGV[1])
redis.call('ZADD', KEYS[1], 'XX', clock[1] .. '000', ARGV[1])
return 1
