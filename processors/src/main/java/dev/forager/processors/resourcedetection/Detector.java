// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import java.io.IOException;

/** Finds out where the collector runs. Thread-safe. */
@FunctionalInterface
interface Detector {
    /**
     * What is known; nothing where the collector runs elsewhere.
     *
     * @throws IOException when it runs there, but cannot be told what is asked
     */
    Findings detect(Surroundings surroundings) throws IOException, InterruptedException;
}
