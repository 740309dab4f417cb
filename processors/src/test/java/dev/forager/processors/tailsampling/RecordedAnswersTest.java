// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.testkit.GoldenFolder;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every policy, on traces that differ in all that policies look at, beside the Go collector. */
class RecordedAnswersTest {
    @TestFactory
    Stream<DynamicTest> recorded() {
        return GoldenFolder.recorded(getClass()).tests(new TailSamplingProcessorFactory());
    }
}
