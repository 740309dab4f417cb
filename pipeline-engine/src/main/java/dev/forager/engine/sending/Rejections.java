// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.SendingConfig;
import org.slf4j.Logger;

/**
 * The log lines of data that did not get through; operators alert on their texts. They end in what
 * the configuration could do about it.
 */
final class Rejections {
    private final Logger logger;
    private final String hint;

    Rejections(Logger logger, SendingConfig config) {
        this.logger = logger;
        // An exporter without these keys cannot do anything about it.
        this.hint = config.equals(SendingConfig.DIRECT) ? "" : hint(config);
    }

    private static String hint(SendingConfig config) {
        return (config.retryOnFailure().enabled()
                        ? ""
                        : " Try enabling retry_on_failure config option to retry on"
                                + " retryable errors.")
                + (config.sendingQueue().enabled()
                        ? ""
                        : " Try enabling sending_queue to survive temporary failures.");
    }

    /** The sender was told, and still has the data. */
    void log(ConsumeException failure, int items) {
        logger.atError()
                .addKeyValue("error", failure.getMessage())
                .addKeyValue("rejected_items", items)
                .log("Exporting failed. Rejecting data." + hint);
    }

    /** Nobody has the data any more. */
    void logDropped(String error, long items) {
        logger.atError()
                .addKeyValue("error", error)
                .addKeyValue("dropped_items", items)
                .log("Exporting failed. Dropping data." + hint);
    }
}
