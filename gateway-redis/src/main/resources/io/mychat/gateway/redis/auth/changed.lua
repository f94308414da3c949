-- Remembers that a user's account has changed now. KEYS: 1 token:changed  ARGV: 1 '', or the time that a test has (ms)
-- 2 how long it is remembered at least (ms)
local now = tonumber(ARGV[1])
if not now then now = tonumber(redis.call('TIME')[1]) * 1000 end
local left = math.max(tonumber(ARGV[2]), redis.call('PTTL', KEYS[1]))
-- Farther away is no end of ours, and more than Redis takes.
redis.call('SET', KEYS[1], string.format('%.0f', math.floor(now / 1000)), 'PX',
    string.format('%.0f', math.min(left, 4503599627370496)))
return 1
