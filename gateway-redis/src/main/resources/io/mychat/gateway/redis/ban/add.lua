-- Adds a ban. ARGV: 2 the key of its kind (1 or 2), 3 id, 4 the ban, 5 its end in ms or '', 6 how many there may be, 7 token
-- Returns 1: it is there, 0: there are too many.
drop_ended()
if is_there(ARGV[3]) then return 1 end
if redis.call('HLEN', KEYS[tonumber(ARGV[2])]) >= tonumber(ARGV[6]) then return 0 end
put(ARGV[2], ARGV[3], ARGV[4], ARGV[5])
changed(ARGV[7])
return 1
