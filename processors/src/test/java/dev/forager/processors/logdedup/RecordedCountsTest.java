// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.logdedup;

import dev.forager.testkit.GoldenFolder;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Which records the Go collector takes for the same. */
class RecordedCountsTest {
    @TestFactory
    Stream<DynamicTest> recorded() {
        return GoldenFolder.recorded(getClass()).tests(new LogDedupProcessorFactory());
    }
}
