// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.pipeline.ConsumeException;
import org.slf4j.Logger;

/** The log lines of data that did not get through; operators alert on their texts. */
final class Rejections {
    private Rejections() {}

    /** The sender was told, and still has the data. */
    static void log(Logger logger, ConsumeException failure, int items) {
        logger.atError()
                .addKeyValue("error", Failures.text(failure))
                .addKeyValue("rejected_items", items)
                .log("Exporting failed. Rejecting data.");
    }

    /** Nobody has the data any more. */
    static void logDropped(Logger logger, String error, long items) {
        logger.atError()
                .addKeyValue("error", error)
                .addKeyValue("dropped_items", items)
                .log("Exporting failed. Dropping data.");
    }
}
