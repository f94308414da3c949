-- Revokes a family. ARGV: 3 '': always; else only when it was made on this platform:device
--   4 '': always; else unless it was granted for this state of the account (a digest). One that only its user's list has is
--   about to begin: its gateway compares the account once more when it has.
-- Returns {grant, end, hashes of its tokens...}, {} when it is not known, or {'spared'}.
local family = load()
if ARGV[3] ~= '' and (not family or family.device ~= ARGV[3]) then return {} end
if ARGV[4] ~= '' and (not family or family.account == ARGV[4]) then return {'spared'} end
return revoke(family)
