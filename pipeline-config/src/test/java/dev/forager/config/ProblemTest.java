// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;

class ProblemTest {
    @Test
    void linesAboveTheMost_areCounted() {
        var problem = new Problem("a", "b", null, Collections.nCopies(150, "x"));
        assertThat(problem.further()).hasSize(101).endsWith("x", "(50 further lines)");
        assertThat(new Problem("c", "b", null, problem.further()).further())
                .isEqualTo(problem.further());
    }
}
