-- What the session scripts share. All keys lie in the slot of one user.
-- KEYS: 1 user:sessions  2 user:platform  3 user:seq  4 user:gone  5 user:lapsed  6 user:fences  7 user:seen
-- ARGV: 1 incarnations that are dead, joined by commas  2 how long ended sessions are remembered (ms)  3... the script's own
local SESSIONS, PLATFORMS, SEQ, GONE, LAPSED, FENCES = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local SEEN = KEYS[7]
-- The highest login_seq outlives the sessions by this time.
local SEQ_MS = 3600000
local MOST_GONE = 64
local MOST_LAPSED = 64
local MOST_FENCES = 64
-- No number of ours is larger: a login_seq is a time in microseconds, and no session lasts for years.
local MOST_SEQ = 4503599627370496
local LONGEST_MS = 63072000000

local clock = redis.call('TIME')
local now_us = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local now = math.floor(now_us / 1000)

local dead = {}
for incarnation in string.gmatch(ARGV[1], '[^,]+') do
  dead[incarnation] = true
end

-- Whole numbers up to 2^53; tostring would round them.
local function whole(number)
  return string.format('%.0f', number)
end

-- A key of another type is rubbish: nobody of us wrote it.
local function is_clean(key, kind)
  local found = redis.call('TYPE', key).ok
  return found == 'none' or found == kind
end

local function decoded(field, raw)
  local ok, value = pcall(cjson.decode, raw)
  if not ok or type(value) ~= 'table' or type(value.session_id) ~= 'string' or type(value.login_seq) ~= 'number'
      or type(value.expires_at) ~= 'number' or type(value.platform) ~= 'string' or type(value.device_id) ~= 'string'
      or field ~= value.platform .. ':' .. value.device_id then
    return nil
  end
  -- Asked like this, what is not a number of JSON fails too.
  if not (value.login_seq >= 0 and value.login_seq < MOST_SEQ and value.login_seq % 1 == 0 and value.expires_at >= 0
      and value.expires_at < now + LONGEST_MS) then
    return nil
  end
  return {
    field = field, raw = raw, id = value.session_id, seq = value.login_seq, platform = value.platform,
    device = value.device_id, incarnation = value.incarnation, expires = value.expires_at,
    attempt = value.attempt
  }
end

-- The user's sessions in login order, the fields of what is not one (rubbish, expired, or of a dead incarnation), and
-- those of dead incarnations.
local function load()
  local live, waste, lapsed = {}, {}, {}
  if not is_clean(SESSIONS, 'hash') then
    return live, waste, lapsed
  end
  local all = redis.call('HGETALL', SESSIONS)
  for i = 1, #all, 2 do
    local entry = decoded(all[i], all[i + 1])
    if entry and entry.expires > now and not dead[entry.incarnation] then
      live[#live + 1] = entry
    else
      waste[#waste + 1] = all[i]
      if entry and dead[entry.incarnation] then lapsed[#lapsed + 1] = entry end
    end
  end
  table.sort(live, function(a, b) return a.seq < b.seq end)
  return live, waste, lapsed
end

-- A node whose lease has lapsed may come back with its sessions: until then they can still be removed for good.
local function remember_lapsed(lapsed)
  for _, entry in ipairs(lapsed) do
    if redis.call('HLEN', LAPSED) < MOST_LAPSED then
      redis.call('HSET', LAPSED, entry.field, entry.raw)
      redis.call('PEXPIRE', LAPSED, ARGV[2])
    end
  end
end

-- The remembered session of a device whose node's lease has lapsed, or nil.
local function lapsed_at(field)
  local raw = redis.call('HGET', LAPSED, field)
  return raw and decoded(field, raw) or nil
end

local function drop(fields)
  if #fields > 0 then
    redis.call('HDEL', SESSIONS, unpack(fields))
    redis.call('HDEL', SEEN, unpack(fields))
  end
end

-- As load, and what is not a session is gone.
local function load_clean()
  if not is_clean(SESSIONS, 'hash') then redis.call('DEL', SESSIONS, SEEN) end
  if not is_clean(SEEN, 'hash') then redis.call('DEL', SEEN) end
  if not is_clean(PLATFORMS, 'hash') then redis.call('DEL', PLATFORMS) end
  if not is_clean(SEQ, 'string') then redis.call('DEL', SEQ) end
  if not is_clean(GONE, 'zset') then redis.call('DEL', GONE) end
  if not is_clean(LAPSED, 'hash') then redis.call('DEL', LAPSED) end
  if not is_clean(FENCES, 'zset') then redis.call('DEL', FENCES) end
  local live, waste, lapsed = load()
  drop(waste)
  remember_lapsed(lapsed)
  return live, #waste > 0
end

-- Takes a session out, and what says that it is stored: only a hand that knows nothing of the latter leaves it behind.
local function take_out(field)
  redis.call('HDEL', SESSIONS, field)
  redis.call('HDEL', SEEN, field)
end

-- Remembers why a session is no more, so that its node is not misled into putting it back.
local function bury(entry, cause)
  redis.call('ZADD', GONE, now, cause .. ':' .. entry.id .. ':' .. whole(entry.seq))
  redis.call('ZREMRANGEBYRANK', GONE, 0, -MOST_GONE - 1)
  redis.call('PEXPIRE', GONE, ARGV[2])
end

local function was_buried(id, seq)
  for _, cause in ipairs({'K', 'R', 'T', 'X'}) do
    if redis.call('ZSCORE', GONE, cause .. ':' .. id .. ':' .. whole(seq)) then
      return cause
    end
  end
  return nil
end

-- A fence ends every login on some devices up to a login_seq, also one that Redis has lost and its node may put back.
-- Members are '<cause>:<platform>:<device>' with '*' for any, scores are sequences.
local function fence_off(cause, platform, device, seq)
  redis.call('ZADD', FENCES, whole(seq), cause .. ':' .. platform .. ':' .. device)
  redis.call('ZREMRANGEBYRANK', FENCES, 0, -MOST_FENCES - 1)
  redis.call('PEXPIRE', FENCES, ARGV[2])
end

-- The cause of the first fence that ended such a login, or nil.
local function was_fenced_off(platform, device, seq)
  if not is_clean(FENCES, 'zset') then return nil end
  for _, fence in ipairs(redis.call('ZRANGEBYSCORE', FENCES, whole(seq), '+inf')) do
    local cause, on, id = string.match(fence, '^([KT]):([^:]+):([^:]+)$')
    if cause and (on == '*' or on == platform) and (id == '*' or id == device) then return cause end
  end
  return nil
end

-- The sequence of the latest fence: later logins get higher ones, also when Redis's clock has gone back.
local function highest_fence()
  redis.call('ZREMRANGEBYSCORE', FENCES, whole(MOST_SEQ), '+inf')
  local top = redis.call('ZRANGE', FENCES, -1, -1, 'WITHSCORES')
  return tonumber(top[2] or '0') or 0
end

local function write(entry, body, ttl, active)
  entry.expires = now + ttl
  entry.raw = string.sub(body, 1, -2) .. ',"login_seq":' .. whole(entry.seq) .. ',"last_active":' .. whole(active)
      .. ',"expires_at":' .. whole(entry.expires) .. '}'
  redis.call('HSET', SESSIONS, entry.field, entry.raw)
  redis.call('HSET', SEEN, entry.field, whole(entry.seq) .. ':' .. whole(entry.expires))
end

local function highest_seq()
  local seq = tonumber(redis.call('GET', SEQ) or '0') or 0
  return seq >= 0 and seq < MOST_SEQ and math.floor(seq) or 0
end

-- Whether somebody has taken out the session of a device that has none: the highest login_seq is not lower, so Redis has
-- lost nothing that is as late, and the session is marked as stored at this very moment. What is lost is lost with its
-- mark, what expires expires with it, and no script removes one without the other.
local function was_taken_out(field, seq)
  if not is_clean(SEEN, 'hash') or not is_clean(SEQ, 'string') or highest_seq() < seq then return false end
  local stored, expires = string.match(redis.call('HGET', SEEN, field) or '', '^(%d+):(%d+)$')
  return stored == whole(seq) and tonumber(expires) > now
end

local function remember_seq(seq)
  redis.call('SET', SEQ, whole(math.max(seq, highest_seq())), 'PX', SEQ_MS)
end

-- Sets how long the user's keys live: the hashes as long as their last entry, the highest login_seq for longer.
-- Returns whether user:platform is there.
local function prolong(live)
  local last, top = 0, 0
  for _, entry in ipairs(live) do
    last = math.max(last, entry.expires)
    top = math.max(top, entry.seq)
  end
  if last == 0 then return true end
  redis.call('SET', SEQ, whole(math.max(top, highest_seq())), 'PX', whole(last - now + SEQ_MS))
  redis.call('PEXPIREAT', SESSIONS, whole(last))
  redis.call('PEXPIREAT', SEEN, whole(last))
  return redis.call('PEXPIREAT', PLATFORMS, whole(last)) == 1
end

-- Derives user:platform and how long the keys live.
local function finish(live)
  redis.call('DEL', PLATFORMS)
  local platforms = {}
  for _, entry in ipairs(live) do
    platforms[entry.platform] = platforms[entry.platform] or {}
    table.insert(platforms[entry.platform], entry.device)
  end
  for platform, devices in pairs(platforms) do
    redis.call('HSET', PLATFORMS, platform, cjson.encode(devices))
  end
  prolong(live)
end

local function raws(list)
  local texts = {}
  for i, entry in ipairs(list) do
    texts[i] = entry.raw
  end
  return texts
end
