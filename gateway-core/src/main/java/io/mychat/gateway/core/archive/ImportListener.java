package io.mychat.gateway.core.archive;

/**
 * Is told how an import gets on, on its thread.
 *
 * @since 0.1.0
 */
public interface ImportListener {

    /** A line was left out. The reason contains nothing of the line. */
    void onBadLine(long number, String reason);

    /** Called after each batch; everything up to {@code lines} is done. */
    void onProgress(ImportTotals totals);
}
