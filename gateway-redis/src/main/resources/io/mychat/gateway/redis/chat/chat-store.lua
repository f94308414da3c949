-- Stores a message in its chat.
--
-- ARGV: 3 dedupe ms, 4 max messages of a chat, 5 max open marks of a sender, 6 chat id, 7 '1' or '2': which of the two
-- sends, 8 node, 9 message id, 10 its time, 11 digest of the content, 12 the record, 13 and 14 the newest number that this
-- gateway has given here and its message, or 0 and '', 15 the client_msg_id or '', 16 see pause_of.
-- Returns {'reused'}, {'backlog'}, {'duplicate', number, message id, time, open...}, {'stored', number, mark, came at, '1' when
-- the chat has lost what the gateway had stored there, open...}, or {'again', number, open...} for a message id that is here
-- already: a cluster may run a script twice.
-- open: {mark, number, came at, message id, record} of earlier messages of this sender, and of the duplicate itself,
-- oldest first.
--
-- sent: the key of what is known under the client_msg_id, or nil. in_steps: whether the inboxes get the message by other
-- scripts; then it gets an open mark. Otherwise, while earlier messages of this sender stand open, nothing is stored:
-- {'open'}.
local function store_in_chat(messages, counter, ids, open, index, sent, in_steps)
  local dedupe, max_messages, max_open = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
  local chat, sender, node, message_id, time, digest = ARGV[6], ARGV[7], ARGV[8], ARGV[9], ARGV[10], ARGV[11]
  local pause, is_due = pause_of(ARGV[16])

  local function add_open(answer, last)
    -- All marks have the score 0 and so stand in the order of their texts: by chat, then by number.
    local marks = on(open, 'ZRANGEBYLEX', '[' .. chat .. ' ', '(' .. chat .. '!')
    local found = 0
    for _, mark in ipairs(marks) do
      local digits, by, at = string.match(mark, '^%S+ (%d+) (%d) (%d+) v1 ')
      local number = counted(digits)
      if number and counted(at) and by == sender and number <= last then
        local entry = on(messages, 'XRANGE', int(number), int(number))[1]
        if entry then
          found = found + 1
          if found <= max_open then
            table.insert(answer, {mark, int(number), at, entry[2][2], entry[2][4] or ''})
          end
        else
          -- Beyond a bound of the chat: nothing is left to hand on.
          redis.call('ZREM', open, mark)
        end
      end
    end
    return found
  end

  local again = on(ids, 'ZSCORE', message_id)
  if again then
    local answer = {'again', again}
    add_open(answer, tonumber(again))
    return answer
  end

  if sent then
    local before = on(sent, 'GET')
    local at, number, content, when, id = string.match(before or '', '^v1 (%d+) (%d+) (%S+) (%S+) (.*)$')
    -- One of a time that has not come yet is rubbish too; clocks of two servers differ by less.
    if counted(at) and counted(number) and string.match(when, '^%d%d%d%d%-%d%d%-%d%dT[%d:.]+Z$')
        and now - tonumber(at) < dedupe and now - tonumber(at) > -KNOWN_MS then
      if content ~= digest then
        return {'reused'}
      end
      -- A write, so that a gateway that waits for replicas waits for what the first call has written.
      redis.pcall('SET', sent, before, 'KEEPTTL')
      local answer = {'duplicate', number, id, when}
      add_open(answer, tonumber(number))
      return answer
    end
  end

  local earlier = {}
  local found = add_open(earlier, math.huge)
  if found > 0 and not in_steps then
    return {'open'}
  elseif found >= max_open then
    return {'backlog'}
  end

  -- The next number; without a usable counter, the one behind the newest message.
  local function next_number()
    local number = redis.pcall('INCR', counter)
    if type(number) == 'number' and number > 1 and number <= MOST_NUMBER then
      return number
    end
    local newest = on(messages, 'XREVRANGE', int(MOST_NUMBER - 1), '-', 'COUNT', 1)[1]
    number = newest and number_and_time(newest[1]) + 1 or 1
    redis.call('SET', counter, int(number))
    return number
  end

  local function add(number)
    local fields = {'i', message_id, 'm', ARGV[12]}
    if sent then
      -- For an export: what is known under it says the message, but not the other way round.
      fields[5], fields[6] = 'c', ARGV[15]
    end
    local id = int(number) .. '-' .. now_text
    local added = redis.pcall('XADD', messages, 'MAXLEN', '=', ARGV[4], id, unpack(fields))
    if type(added) == 'table' and string.find(added.err, 'WRONGTYPE', 1, true) then
      redis.call('DEL', messages)
      added = redis.pcall('XADD', messages, 'MAXLEN', '=', ARGV[4], id, unpack(fields))
    end
    return added
  end

  local function open_mark(number)
    return string.format('%s %016.0f %s %.0f v1 %s', chat, number, sender, now, node)
  end

  local number = next_number()
  local seen = tonumber(ARGV[13])
  local is_lost = seen >= number
  local is_new = seen == 0 or is_lost
  if not is_new and not redis.call('ZSCORE', ids, ARGV[14]) then
    is_new = true
    -- Lost, or beyond a bound: then nothing stands there.
    is_lost = on(messages, 'XRANGE', int(seen), int(seen))[1] ~= nil
  end
  if seen >= number and seen < MOST_NUMBER then
    -- A number that somebody was told is not given to another message.
    number = seen + 1
    redis.call('SET', counter, int(number))
  end
  local added = add(number)
  if is_in_the_way(added) then
    redis.call('DEL', counter)
    number = next_number()
    added = add(number)
  end
  if is_in_the_way(added) then
    -- Beyond all numbers: nothing can be added behind it.
    redis.call('DEL', messages, ids)
    added = add(number)
  end
  if type(added) == 'table' then
    return added
  end
  redis.call('ZADD', ids, int(number), message_id)
  if is_due or is_new or number % TRIMMED_EVERY == 0 then
    keep_messages(messages, counter, ids, index, chat, pause)
  end

  local mark = ''
  if in_steps then
    mark = open_mark(number)
    redis.call('ZADD', open, 0, mark)
  end
  if sent then
    redis.call('SET', sent, table.concat({'v1', now_text, int(number), digest, time, message_id}, ' '), 'PX', int(dedupe))
  end

  local answer = {'stored', int(number), mark, now_text, is_lost and '1' or '0'}
  for _, message in ipairs(earlier) do
    table.insert(answer, message)
  end
  return answer
end
