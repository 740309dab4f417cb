// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.unroll;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;

import dev.forager.pipeline.ProcessorFactory;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.ProcessorContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestFactory;

class UnrollProcessorTest {
    private final UnrollProcessorFactory factory = new UnrollProcessorFactory();

    @TestFactory
    Stream<DynamicTest> golden() {
        return GoldenFolder.of(UnrollProcessorTest.class, "golden").tests(factory);
    }

    /** What the Go collector makes of the same. */
    @TestFactory
    Stream<DynamicTest> recorded() {
        return GoldenFolder.recorded(UnrollProcessorTest.class).tests(factory);
    }

    @Nested
    class Contract extends ProcessorContract<UnrollProcessorConfig> {
        @Override
        protected ProcessorFactory<UnrollProcessorConfig> factory() {
            return factory;
        }

        @Override
        protected UnrollProcessorConfig config() {
            return assertThatConfig(factory, yaml()).binds();
        }

        @Override
        protected String yaml() {
            return "{recursive: true}";
        }
    }
}
