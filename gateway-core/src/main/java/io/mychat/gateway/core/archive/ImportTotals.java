package io.mychat.gateway.core.archive;

/**
 * What an import has done so far.
 *
 * @param lines the number of the last line that is done
 * @param restored messages that were put back
 * @param renumbered those of them that got another {@code chat_seq}, because later messages were there
 * @param existing messages that were there already
 * @param expired messages that are older than the retention
 * @param inboxEntries entries that were put back
 * @param existingEntries entries that were there already
 * @param missingEntries entries without a message, such as one that has expired
 * @param badLines lines that were left out
 * @param isComplete whether the end of a complete export was read
 * @since 0.1.0
 */
public record ImportTotals(
        long lines,
        long restored,
        long renumbered,
        long existing,
        long expired,
        long inboxEntries,
        long existingEntries,
        long missingEntries,
        long badLines,
        boolean isComplete) {}
