// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.unroll;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;

/** How deep lists are unrolled. */
public record UnrollProcessorConfig(
        @Doc("Unroll lists within lists too.") @Default("false") boolean recursive) {}
