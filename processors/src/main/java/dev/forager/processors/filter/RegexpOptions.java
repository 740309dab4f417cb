// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Key;
import dev.forager.pipeline.config.Min;

/**
 * Options of regular expressions. Upstream remembers what matched; here an expression is found in
 * linear time, and nothing is remembered.
 */
public record RegexpOptions(
        @Doc("Accepted without effect: nothing needs to be remembered.")
                @Default("false")
                @Key("cacheenabled")
                boolean cacheEnabled,
        @Doc("Accepted without effect.") @Default("0") @Min(0) @Key("cachemaxnumentries")
                int cacheMaxNumEntries) {}
