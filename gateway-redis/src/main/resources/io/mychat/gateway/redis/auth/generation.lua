-- Raises a user's generation. KEYS: 1 token:generation  2 token:families  ARGV: 1 how long it is remembered at least (ms)
-- The list of families is kept as long as any access token of theirs, whatever the settings of the gateway that issued it:
-- so long is the generation remembered too, and it is never forgotten earlier than it would have been.
if redis.call('TYPE', KEYS[1]).ok ~= 'string' then redis.call('DEL', KEYS[1]) end
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local before = redis.call('GET', KEYS[1]) or '0'
-- A time in microseconds, as Java reads it too; else it is rubbish.
before = #before <= 16 and string.match(before, '^%d+$') and tonumber(before) or 0
if before >= 4503599627370496 then before = 0 end
local generation = string.format('%.0f', math.max(now, before + 1))
local left = math.max(tonumber(ARGV[1]), redis.call('PTTL', KEYS[1]), redis.call('PTTL', KEYS[2]))
-- Farther away is no end of ours, and more than Redis takes.
redis.call('SET', KEYS[1], generation, 'PX', string.format('%.0f', math.min(left, 4503599627370496)))
return generation
