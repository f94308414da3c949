-- A node goes in order. KEYS and meaning as in beat.lua. ARGV: 1 incarnation
local clock = redis.call('TIME')
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('ZADD', KEYS[3], clock[1] .. '000', ARGV[1])
redis.call('SADD', KEYS[4], ARGV[1])
redis.call('HSET', KEYS[6], ARGV[1], 'left')
return 1
