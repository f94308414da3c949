-- Finds chats of a bucket, in the order in which they will end.
--
-- KEYS: the index of the bucket. ARGV: 3 behind which end (ms) to look, or '', 4 how many.
-- Returns {the end of the last one when there may be more behind it, else '', chats...}.

clean(KEYS[1], 'zset')
local limit = tonumber(ARGV[4])
local from = math.max(counted(ARGV[3]) or 0, now)
local found = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. int(from), '+inf', 'WITHSCORES', 'LIMIT', 0, limit)
local answer, seen = {''}, {}
for i = 1, #found, 2 do
  table.insert(answer, found[i])
  seen[found[i]] = true
end
if #found == limit * 2 then
  -- All that end at the same moment belong to one page.
  answer[1] = int(tonumber(found[#found]))
  for _, chat in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], answer[1], answer[1])) do
    if not seen[chat] then
      table.insert(answer, chat)
    end
  end
end
return answer
