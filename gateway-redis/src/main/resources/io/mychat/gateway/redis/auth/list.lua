-- Enters a family into its user's list. The list lives as long as any family or access token in it may: never shorter than
-- it would have without this one, whatever the settings are now.
-- Returns the user's generation as it stands, '' for none: who raises it later finds the family in the list.
-- KEYS: 1 token:families  2 token:generation
-- ARGV: 1 '', or the time that a test has (ms)  2 how long an access token may be shown (ms)  3 the family's end (ms)  4 family
local now = tonumber(ARGV[1])
if not now then
  local clock = redis.call('TIME')
  now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
end
local kind = redis.call('TYPE', KEYS[1]).ok
if kind ~= 'zset' and kind ~= 'none' then redis.call('DEL', KEYS[1]) end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[4])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
local left = math.max(tonumber(last[2]) - now, tonumber(ARGV[2]), redis.call('PTTL', KEYS[1]))
-- Farther away is no end of ours, and more than Redis takes.
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.min(left, 4503599627370496)))
return redis.call('TYPE', KEYS[2]).ok == 'string' and redis.call('GET', KEYS[2]) or ''
