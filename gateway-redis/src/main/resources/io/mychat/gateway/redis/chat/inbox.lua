-- An epoch stands in a line of a hint.
local function is_epoch(text)
  return text and #text <= 64 and string.match(text, '^[%w-]+$')
end

-- How many ids an inbox knows that has so many entries at most.
local function max_ids_of(max_entries)
  return math.max(max_entries, 1000)
end

-- The stamp of an entry is its number, when it came (ms), and its message. Where a tail was lost and the numbers were given
-- again, another stamp stands at the number.
local function stamp(number, time, message_id)
  return int(number) .. ' ' .. int(time) .. ' ' .. message_id
end

-- The stamp of the entry at that place; nil where none stands, or none any more.
local function stamp_at(stream, number)
  local entry = number > 0 and on(stream, 'XRANGE', int(number), int(number))[1]
  -- What has a line's end in its name, nobody of us wrote.
  if entry and entry[2][2] and not string.find(entry[2][2], '\n', 1, true) then
    local found, time = number_and_time(entry[1])
    return stamp(found, time, entry[2][2])
  end
end

-- When an epoch began (ms of the server's clock): an earlier one is less. 0 for those of releases that did not say.
local function begun(epoch)
  return tonumber(string.match(epoch, '^(%d%d%d%d%d%d%d%d%d%d%d%d%d)%-') or 0)
end

-- From now on the inbox's entries belong to another epoch, later than these two; what devices have acknowledged belonged to the
-- last.
local function new_epoch(meta, fresh, newest, last, stored_epoch, seen_epoch)
  local epoch = int(math.max(now, begun(stored_epoch or '') + 1, begun(seen_epoch) + 1)) .. '-' .. fresh
  redis.call('DEL', meta)
  redis.call('HSET', meta, 'epoch', epoch, 'seq', int(newest))
  if last then
    redis.call('HSET', meta, 'last', last)
  end
  keep_count(meta)
  return epoch
end

-- Whether an inbox lacks an entry that was seen there, or has another one in its place. Nothing may stand there any more: beyond
-- a bound. `seen`: a line for each, a stamp or only a number.
local function has_lost(stream, newest, last, seen)
  for line in string.gmatch(seen, '[^\n]+') do
    local digits, rest = string.match(line, '^(%d+)(.*)$')
    local number = tonumber(digits)
    if not number or number > newest then
      return number ~= nil
    end
    if rest ~= '' and line ~= last then
      local there = number == newest and last or stamp_at(stream, number)
      if there and there ~= line then
        return true
      end
    end
  end
  return false
end

-- Returns the inbox's epoch, its newest number, the stamp of its newest entry or nil, and whether the epoch is a new one.
-- fresh: an id for a new epoch; seen_epoch and seen: an epoch that this gateway has seen there, or '', and what it has seen in
-- it, see has_lost. An inbox that has less, other entries in their places, or an earlier epoch has lost something.
local function inbox_bounds(stream, meta, ids, fresh, seen_epoch, seen)
  local bounds = on(meta, 'HMGET', 'epoch', 'seq', 'last')
  local epoch, number, last = bounds[1], counted(bounds[2]), bounds[3]
  if number and epoch == seen_epoch and last == seen and string.sub(last, 1, #bounds[2] + 1) == bounds[2] .. ' ' then
    -- Nothing has changed since this gateway looked.
    return epoch, number, last, false
  end
  if not is_epoch(epoch) or not number then
    redis.call('DEL', stream, ids)
    return new_epoch(meta, fresh, 0, nil, nil, seen_epoch), 0, nil, true
  end
  -- Gateways of an earlier release count on and leave it as it was.
  if not last or string.match(last, '^(%d+) %d+ [^\n]+$') ~= int(number) then
    last = stamp_at(stream, number)
  end
  local is_lost
  if epoch == seen_epoch then
    is_lost = has_lost(stream, number, last, seen)
  else
    is_lost = begun(seen_epoch) > begun(epoch)
  end
  if is_lost then
    return new_epoch(meta, fresh, number, last, epoch, seen_epoch), number, last, true
  end
  return epoch, number, last, false
end

-- The node of a session: its text is JSON of ours, in which no other quotation marks stand bare.
local function node_of(session)
  local _, before = string.find(session, '"node_id":"', 1, true)
  local behind = before and string.find(session, '"', before + 1, true)
  local node = behind and string.sub(session, before + 1, behind - 1)
  if not node or string.find(node, '\\', 1, true) then
    local readable, value = pcall(cjson.decode, session)
    node = readable and type(value) == 'table' and value['node_id']
  end
  return node
end

-- The nodes, other than this one, where a user is logged in.
local function other_nodes(sessions, own_node)
  local found = {}
  local all = redis.pcall('HVALS', sessions)
  if all.err then
    -- Not a hash: the scripts of sessions mend it.
    return found
  end
  for _, session in ipairs(all) do
    local node = node_of(session)
    if type(node) == 'string' and node ~= own_node then
      found[node] = true
    end
  end
  return found
end

-- Says lines to gateways. `channel`: what stands in front of a node's name.
local function tell_nodes(nodes, channel, lines)
  for node in pairs(nodes) do
    for _, line in ipairs(lines) do
      redis.call('PUBLISH', channel .. node, line)
    end
  end
end

-- Says lines to the other gateways where a user is logged in.
local function tell(sessions, own_node, channel, lines)
  tell_nodes(other_nodes(sessions, own_node), channel, lines)
end

-- What the others are told of a new epoch.
local function new_epoch_line(user, epoch)
  return table.concat({'new_epoch', '1', user, epoch}, '\n')
end

