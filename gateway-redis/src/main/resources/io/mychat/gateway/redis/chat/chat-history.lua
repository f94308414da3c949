-- Reads a part of a chat's history.
--
-- KEYS: the chat's messages, their numbers by id. ARGV: 3 max bytes of an answer, 4 how many; 5, if there: the id of the
-- message before which to look.
-- Returns false when that message is not there, or {'1' when there are older ones else '0', newest, ... oldest}; each is
-- {entry id, fields}.

local messages, ids = KEYS[1], KEYS[2]
local max_bytes, limit = tonumber(ARGV[3]), tonumber(ARGV[4])

clean(messages, 'stream')
clean(ids, 'zset')
-- Reading drops nothing: the next message does, or the end of the whole chat.
local oldest = oldest_live(messages)
local last = MOST_NUMBER
if ARGV[5] then
  local before = tonumber(redis.call('ZSCORE', ids, ARGV[5]) or nil)
  if not oldest or not before or before < oldest or before >= MOST_NUMBER then
    return false
  end
  -- Where the chat has been lost and has begun anew, another message may stand there, or none.
  local entry = redis.call('XRANGE', messages, int(before), int(before))[1]
  if not entry or entry[2][2] ~= ARGV[5] then
    return false
  end
  last = before - 1
end
local answer = {'0'}
if not oldest or last < oldest then
  return answer
end

local bytes = 0
while #answer <= limit and last >= oldest do
  local part = redis.call('XREVRANGE', messages, int(last), int(oldest), 'COUNT', math.min(32, limit + 1 - #answer))
  for _, entry in ipairs(part) do
    bytes = bytes + #(entry[2][4] or '')
    if bytes > max_bytes and #answer > 1 then
      answer[1] = '1'
      return answer
    end
    table.insert(answer, entry)
    last = number_and_time(entry[1]) - 1
  end
  if #part == 0 then
    return answer
  end
end
if last >= oldest then
  answer[1] = '1'
end
return answer
