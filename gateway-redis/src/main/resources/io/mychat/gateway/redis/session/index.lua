-- Writes an index from a session to its user. KEYS: 1 session:user  ARGV: 1 time to live (ms)  2... fields and values
if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then redis.call('DEL', KEYS[1]) end
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
