-- Takes out a key of another type than ours. KEYS: 1 it  ARGV: 1 the type that we write. Returns 1 when it was taken out.
local found = redis.call('TYPE', KEYS[1]).ok
if found == 'none' or found == ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
return 1
