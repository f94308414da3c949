-- Removes the index of a session of a dead incarnation; one that a living node has written stays.
-- KEYS: 1 session:user  ARGV: 1 incarnations that are dead, joined by commas. Returns whether it was removed.
if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then return 0 end
-- Earlier releases did not write whose it is.
local incarnation = redis.call('HGET', KEYS[1], 'incarnation')
if incarnation and not string.find(',' .. ARGV[1] .. ',', ',' .. incarnation .. ',', 1, true) then return 0 end
return redis.call('DEL', KEYS[1])
