-- Whether a user has logged in from somewhere.
-- KEYS: 1 login:origins  ARGV: 1 '', or the time that a test has (ms)  2 digest of the place
local kind = redis.call('TYPE', KEYS[1]).ok
if kind ~= 'zset' then
  if kind ~= 'none' then redis.call('DEL', KEYS[1]) end
  return 0
end
local now = tonumber(ARGV[1])
if not now then
  local clock = redis.call('TIME')
  now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
end
local ends = redis.call('ZSCORE', KEYS[1], ARGV[2])
return ends and tonumber(ends) > now and 1 or 0
