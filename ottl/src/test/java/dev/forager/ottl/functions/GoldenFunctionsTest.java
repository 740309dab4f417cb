// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.OttlRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each line of a {@code .golden} file beside this class is a case: {@code EXPRESSION => VALUE} or
 * {@code EXPRESSION !! PART OF THE ERROR}, at load or for the item; {@code \n} and {@code \t} in a
 * value are control characters.
 */
class GoldenFunctionsTest {
    private static final List<String> FILES =
            List.of("text", "grok", "grokproducts", "time", "parse", "xml");

    @TestFactory
    Stream<DynamicTest> goldenCase() {
        return FILES.stream().flatMap(GoldenFunctionsTest::cases);
    }

    private static Stream<DynamicTest> cases(String file) {
        return read(file + ".golden")
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isEmpty())
                .map(line -> DynamicTest.dynamicTest(file + ": " + line, () -> check(line)));
    }

    private static String read(String name) {
        try (InputStream in = GoldenFunctionsTest.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    private static void check(String line) throws EvaluationException {
        int value = line.lastIndexOf(" => ");
        int error = line.lastIndexOf(" !! ");
        if (value >= 0) {
            assertThat(String.valueOf(OttlRunner.value(line.substring(0, value))))
                    .isEqualTo(line.substring(value + 4).replace("\\n", "\n").replace("\\t", "\t"));
        } else {
            assertThat(error).isPositive();
            assertThatThrownBy(() -> OttlRunner.value(line.substring(0, error)))
                    .hasMessageContaining(line.substring(error + 4));
        }
    }
}
