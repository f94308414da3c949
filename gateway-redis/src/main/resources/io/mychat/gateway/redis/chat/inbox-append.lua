-- Puts messages into one user's inbox, each once, and tells the gateways where the user is logged in.
--
-- KEYS: the inbox, its bounds, the ids that it knows, the user's sessions.
-- ARGV: 3-7 see inbox_bounds, 8 max entries, 9 the user, 10 this gateway's node, 11 in front of a node's name: its
-- channel; then for each message: its id, its number in its chat, when it came there (ms), the record.
-- Returns {epoch, for each message its number here, or '0' when it was here already}.

local inbox, meta, ids, sessions = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local max_entries, user, own_node, channel = tonumber(ARGV[8]), ARGV[9], ARGV[10], ARGV[11]
local max_ids = max_ids_of(max_entries)
-- By how much the clocks of two servers may differ while an inbox gets more than it can know the ids of.
local SKEW_MS = 5000

-- Entries come in the order of time, so only those count that came after the message itself (clocks of two servers may
-- differ by half of KNOWN_MS).
local function holds(message_id, since)
  local from = int(MOST_NUMBER)
  while true do
    local part = redis.call('XREVRANGE', inbox, from, '-', 'COUNT', 32)
    if #part == 0 then
      return false
    end
    for _, entry in ipairs(part) do
      local number, time = number_and_time(entry[1])
      if time < since - KNOWN_MS / 2 then
        return false
      end
      if entry[2][2] == message_id then
        return true
      end
      if number < 1 then
        return false
      end
      from = int(number - 1)
    end
  end
end

-- Messages that came to their chat before this moment may be here although their ids are not known.
local function ids_known_since()
  local since = now - KNOWN_MS / 2
  if redis.call('ZCARD', ids) >= max_ids then
    since = math.max(since, math.min(tonumber(redis.call('ZRANGE', ids, 0, 0, 'WITHSCORES')[2]), now) + SKEW_MS)
  end
  return since
end

-- The nodes, other than this one, where the user is logged in.
local function nodes()
  local found = {}
  if redis.call('TYPE', sessions).ok ~= 'hash' then
    return found
  end
  for _, session in ipairs(redis.call('HVALS', sessions)) do
    local readable, value = pcall(cjson.decode, session)
    local node = readable and type(value) == 'table' and value['node_id']
    if type(node) == 'string' and node ~= own_node then
      found[node] = true
    end
  end
  return found
end

local epoch, number = inbox_bounds(inbox, meta, ids, 3)

local function add(message_id, chat_number, record)
  return redis.pcall('XADD', inbox, 'MAXLEN', '=', int(max_entries), int(number) .. '-' .. int(now),
      'i', message_id, 'n', chat_number, 'm', record)
end

local answer = {''}
local hints = {}
for i = 12, #ARGV, 4 do
  local message_id, chat_number, came, record = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2]), ARGV[i + 3]
  local here = redis.call('ZSCORE', ids, message_id)
  if not here and came < ids_known_since() then
    here = holds(message_id, came)
  end
  if here then
    table.insert(answer, '0')
  else
    number = number + 1
    local added = add(message_id, chat_number, record)
    if is_in_the_way(added) then
      redis.call('DEL', inbox, meta)
      epoch = ARGV[3]
      redis.call('HSET', meta, 'epoch', epoch)
      added = add(message_id, chat_number, record)
    end
    if type(added) == 'table' then
      return added
    end
    redis.call('ZADD', ids, int(now), message_id)
    table.insert(answer, int(number))
    table.insert(hints, table.concat({'1', user, epoch, int(number), message_id, chat_number, record}, '\n'))
  end
end

answer[1] = epoch
if #hints > 0 then
  redis.call('HSET', meta, 'seq', int(number))
  drop_ended(inbox)
  redis.call('ZREMRANGEBYSCORE', ids, '-inf', int(now - KNOWN_MS))
  redis.call('ZREMRANGEBYRANK', ids, 0, -max_ids - 1)
  keep(inbox, retention)
  keep(ids, KNOWN_MS)
  keep_count(meta)
  for node in pairs(nodes()) do
    for _, hint in ipairs(hints) do
      redis.call('PUBLISH', channel .. node, hint)
    end
  end
end
return answer
