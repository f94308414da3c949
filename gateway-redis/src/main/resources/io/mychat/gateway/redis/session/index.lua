-- Writes an index from a session to its user. KEYS: 1 session:user
-- ARGV: 1 PEXPIRE or PEXPIREAT  2 its argument  3... fields and values
if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then redis.call('DEL', KEYS[1]) end
redis.call('HSET', KEYS[1], unpack(ARGV, 3))
redis.call(ARGV[1], KEYS[1], ARGV[2])
return 1
