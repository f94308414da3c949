-- Finds marks that have been open for too long.
--
-- KEYS: the open marks of a bucket. ARGV: 3 how long (ms), 4 after which mark to look, or '', 5 how many to look at.
-- Returns {the last mark when there may be more behind it, else '', how many were looked at, marks...}.

clean(KEYS[1], 'zset')
local age, limit = tonumber(ARGV[3]), tonumber(ARGV[5])
local from = ARGV[4] == '' and '-' or '(' .. ARGV[4]
local marks = redis.call('ZRANGEBYLEX', KEYS[1], from, '+', 'LIMIT', 0, limit)
local answer = {#marks == limit and marks[#marks] or '', #marks}
for _, mark in ipairs(marks) do
  if now - came_at(mark) >= age then
    table.insert(answer, mark)
  end
end
return answer
