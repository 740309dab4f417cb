// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstransform;

import dev.forager.testkit.GoldenFolder;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Generated configurations and telemetry, beside the Go collector. */
class RecordedAnswersTest {
    @TestFactory
    Stream<DynamicTest> recorded() {
        return GoldenFolder.recorded(getClass()).tests(new MetricsTransformProcessorFactory());
    }
}
