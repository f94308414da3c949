-- Removes an inbox.
--
-- KEYS: the inbox, its bounds, the ids that it knows. Returns the number of its entries.

clean(KEYS[1], 'stream')
local count = redis.call('XLEN', KEYS[1])
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
return count
