-- Puts messages into one user's inbox, each once, and tells the gateways where the user is logged in.
--
-- KEYS: the inbox, its bounds, the ids that it knows, the user's sessions.
-- ARGV: 3-5 see inbox_bounds, 6 max entries, 7 the user, 8 this gateway's node, 9 in front of a node's name: its
-- channel, 10 '1' for messages that an archive puts back; then for each message: its id, its number in its chat, when it came there (ms), the record.
-- Returns {epoch, the stamp of the entry in front of the new ones or '', when these came (ms), for each message its number here,
-- or '0' when it was here already}.

local inbox, meta, ids, sessions = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local max_entries, user, own_node, channel = tonumber(ARGV[6]), ARGV[7], ARGV[8], ARGV[9]
local is_restored = ARGV[10] == '1'
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

local epoch, number, last, is_new = inbox_bounds(inbox, meta, ids, 3)

-- When an entry is said to have come. One that is put back keeps its age, but stays behind the entry in front of it.
local function arrival(came)
  local at = now
  if is_restored then
    at = math.min(now, math.max(came, tonumber(string.match(last or '', '^%d+ (%d+) ') or 0)))
  end
  return at
end

local function add(message_id, chat_number, record, at)
  return redis.pcall('XADD', inbox, 'MAXLEN', '=', int(max_entries), int(number) .. '-' .. int(at),
      'i', message_id, 'n', chat_number, 'm', record)
end

local answer = {'', last or '', int(now)}
local hints = {}
if is_new then
  table.insert(hints, new_epoch_line(user, epoch))
end
local added_any = false
for i = 11, #ARGV, 4 do
  local message_id, chat_number, came, record = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2]), ARGV[i + 3]
  local here = redis.call('ZSCORE', ids, message_id)
  -- An archive has looked at all entries.
  if not here and not is_restored and came < ids_known_since() then
    here = holds(message_id, came)
  end
  if here then
    table.insert(answer, '0')
  else
    number = number + 1
    local at = arrival(came)
    local added = add(message_id, chat_number, record, at)
    if is_in_the_way(added) then
      redis.call('DEL', inbox)
      epoch = new_epoch(meta, ARGV[3], number, nil, epoch, ARGV[4])
      last, answer[2] = nil, ''
      added = add(message_id, chat_number, record, at)
    end
    if type(added) == 'table' then
      return added
    end
    redis.call('ZADD', ids, int(now), message_id)
    table.insert(answer, int(number))
    -- Gateways of an earlier release read up to the end of the record.
    table.insert(hints,
        table.concat({'1', user, epoch, int(number), message_id, chat_number, record, int(at), last or ''}, '\n'))
    last = stamp(number, at, message_id)
    added_any = true
  end
end

answer[1] = epoch
if added_any then
  redis.call('HSET', meta, 'seq', int(number), 'last', last)
  drop_ended(inbox)
  redis.call('ZREMRANGEBYSCORE', ids, '-inf', int(now - KNOWN_MS))
  redis.call('ZREMRANGEBYRANK', ids, 0, -max_ids - 1)
  keep(inbox, retention)
  keep(ids, KNOWN_MS)
  keep_count(meta)
end
if #hints > 0 then
  tell(sessions, own_node, channel, hints)
end
return answer
