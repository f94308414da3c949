-- Reads messages of a chat, oldest first.
--
-- KEYS: the chat's messages. ARGV: 3 max bytes of an answer, 4 behind which number, 5 how many.
-- Returns entries {entry id, fields}.

local messages = KEYS[1]
local max_bytes, limit = tonumber(ARGV[3]), tonumber(ARGV[5])
clean(messages, 'stream')
local oldest = oldest_live(messages)
local answer = {}
if not oldest then
  return answer
end
local from, bytes = math.max(oldest, tonumber(ARGV[4]) + 1), 0
while #answer < limit and from < MOST_NUMBER do
  local part = redis.call('XRANGE', messages, int(from), '+', 'COUNT', math.min(32, limit - #answer))
  for _, entry in ipairs(part) do
    bytes = bytes + #(entry[2][4] or '')
    if bytes > max_bytes and #answer > 0 then
      return answer
    end
    table.insert(answer, entry)
    from = number_and_time(entry[1]) + 1
  end
  if #part == 0 then
    return answer
  end
end
return answer
