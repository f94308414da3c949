-- Puts messages into one user's inbox, each once, and tells the gateways where the user is logged in.
--
-- keys: the inbox, its bounds, the ids that it knows, the user's sessions. who: user; fresh, seen_epoch and seen, see
-- inbox_bounds. how: max_entries; node, this gateway's; channel, what stands in front of a node's name; pause, see pause_of;
-- is_restored: whether an archive puts the messages back. messages: for each its id, its number in its chat, when it came there
-- (ms), the record, and whether it is known to be new or has to be searched.
-- Returns {epoch, the stamp of the entry in front of the new ones or '', when these came (ms), for each message its number here,
-- or '0' when it was here already}, or an error.

-- A message that this script has stored in its chat: no inbox can have it, and none will get it again.
local IS_NEW = 1
-- A message that may be here although its id is not known.
local IS_SEARCHED = 2

-- By how much the clocks of two servers may differ while an inbox gets more than it can know the ids of.
local SKEW_MS = 5000

-- Whether an inbox holds a message that came to its chat then. Entries come in the order of time, so only those count that came
-- after the message itself (clocks of two servers may differ by half of KNOWN_MS).
local function holds(inbox, message_id, since)
  local from = int(MOST_NUMBER)
  while true do
    local part = on(inbox, 'XREVRANGE', from, '-', 'COUNT', 32)
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

-- Messages that came to their chat before this moment may be here although their ids are not known; and whether none is known.
local function ids_known_since(ids, max_ids)
  local since, known = now - KNOWN_MS / 2, redis.call('ZCARD', ids)
  if known >= max_ids then
    since = math.max(since, math.min(tonumber(redis.call('ZRANGE', ids, 0, 0, 'WITHSCORES')[2]), now) + SKEW_MS)
  end
  return since, known == 0
end

local function add_entry(inbox, id, max_entries, message)
  local function xadd()
    return redis.pcall('XADD', inbox, 'MAXLEN', '=', max_entries, id, 'i', message[1], 'n', message[2], 'm', message[4])
  end
  local added = xadd()
  if type(added) == 'table' and string.find(added.err, 'WRONGTYPE', 1, true) then
    redis.call('DEL', inbox)
    added = xadd()
  end
  return added
end

local function put(keys, who, how, messages)
  local inbox, meta, ids, sessions = keys[1], keys[2], keys[3], keys[4]
  local max_ids = max_ids_of(tonumber(how.max_entries))
  local pause, looks = pause_of(how.pause)
  local epoch, number, last, is_new = inbox_bounds(inbox, meta, ids, who.fresh, who.seen_epoch, who.seen)

  -- When an entry is said to have come. One that is put back keeps its age, but stays behind the entry in front of it.
  local function arrival(came)
    return math.min(now, math.max(came, tonumber(string.match(last or '', '^%d+ (%d+) ') or 0)))
  end

  local function is_here(message)
    local here = on(ids, 'ZSCORE', message[1])
    -- An archive has looked at all entries.
    if not here and not how.is_restored then
      local since, is_empty = ids_known_since(ids, max_ids)
      -- A key that is created does not end by itself.
      looks = looks or is_empty
      if message[5] == IS_SEARCHED or message[3] < since then
        here = holds(inbox, message[1], message[3])
      end
    end
    return here
  end

  local answer = {'', last or '', now_text}
  local nodes, hints = other_nodes(sessions, how.node), {}
  local has_hearers = next(nodes) ~= nil
  if is_new then
    table.insert(hints, new_epoch_line(who.user, epoch))
  end
  local added_any = false
  looks = looks or is_new
  for _, message in ipairs(messages) do
    if message[5] ~= IS_NEW and is_here(message) then
      table.insert(answer, '0')
    else
      number = number + 1
      local at = how.is_restored and arrival(message[3]) or now
      local number_text, at_text = int(number), at == now and now_text or int(at)
      local id = number_text .. '-' .. at_text
      local added = add_entry(inbox, id, how.max_entries, message)
      if is_in_the_way(added) then
        redis.call('DEL', inbox)
        epoch = new_epoch(meta, who.fresh, number, nil, epoch, who.seen_epoch)
        last, answer[2], looks = nil, '', true
        added = add_entry(inbox, id, how.max_entries, message)
      end
      if type(added) == 'table' then
        return added
      end
      if message[5] ~= IS_NEW then
        redis.call('ZADD', ids, now_text, message[1])
      end
      table.insert(answer, number_text)
      if has_hearers then
        -- Gateways of an earlier release read up to the end of the record.
        table.insert(hints, table.concat(
            {'1', who.user, epoch, number_text, message[1], message[2], message[4], at_text, last or ''}, '\n'))
      end
      last = number_text .. ' ' .. at_text .. ' ' .. message[1]
      added_any, looks = true, looks or number % TRIMMED_EVERY == 0
    end
  end

  answer[1] = epoch
  if added_any then
    redis.call('HSET', meta, 'seq', int(number), 'last', last)
  end
  if added_any and looks then
    drop_ended(inbox)
    on(ids, 'ZREMRANGEBYSCORE', '-inf', int(now - KNOWN_MS))
    redis.call('ZREMRANGEBYRANK', ids, 0, -max_ids - 1)
    keep(inbox, retention, pause)
    keep(ids, KNOWN_MS, pause)
    keep_count(meta)
  end
  tell_nodes(nodes, how.channel, hints)
  return answer
end
