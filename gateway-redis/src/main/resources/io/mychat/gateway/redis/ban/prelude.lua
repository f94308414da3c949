-- In front of the scripts of bans: takes out keys of another type, which nobody of us wrote.
-- KEYS: 1 bans:manual  2 bans:automatic  3 bans:ends  4 bans:version
-- ARGV: 1 '', or the time that a test has (ms)
for i, kind in ipairs({'hash', 'hash', 'zset', 'hash'}) do
  local found = redis.call('TYPE', KEYS[i]).ok
  if found ~= 'none' and found ~= kind then redis.call('DEL', KEYS[i]) end
end
local version = redis.call('HMGET', KEYS[4], 'number', 'token')
if not (version[1] and version[2] and string.match(version[1], '^%d+$') and #version[1] < 16) then
  version = {'0', ''}
end
-- Drops the bans that have ended; nobody has to be told.
local function drop_ended()
  local now = ARGV[1]
  if now == '' then
    local clock = redis.call('TIME')
    now = string.format('%.0f', tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000))
  end
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now)) do
    redis.call('HDEL', KEYS[1], id)
    redis.call('HDEL', KEYS[2], id)
  end
  redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now)
end
local function is_there(id)
  return redis.call('HGET', KEYS[1], id) or redis.call('HGET', KEYS[2], id)
end
local function put(kind, id, value, ending)
  redis.call('HSET', KEYS[tonumber(kind)], id, value)
  if ending ~= '' then redis.call('ZADD', KEYS[3], ending, id) end
end
local function changed(token)
  redis.call('HSET', KEYS[4], 'v', '1', 'number', string.format('%.0f', tonumber(version[1]) + 1), 'token', token)
end
