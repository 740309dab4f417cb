// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.failover;

import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireEach;

import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.QueueConfig;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.IgnoredKey;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Levels of pipelines, the first preferred. */
@IgnoredKey(
        keys = {"retry_gap", "max_retries"},
        types = {Duration.class, int.class},
        reason = "a level that failed is tried again after retry_interval, always")
public record FailoverConnectorConfig(
        @Doc("Pipelines in order of preference; those of one level all get what it gets.")
                @Default("[]")
                List<List<PipelineId>> priorityLevels,
        @Doc("How levels are chosen; only `standard`: the first that works.") @Default("standard")
                String strategy,
        @Doc(
                        "Read but, as in the Go collector, not yet heeded: every failure leads to"
                                + " the next level.")
                @Nullable Condition condition,
        @Doc("Settings of the strategy `standard`.") @Default("{}") StandardConfig standard,
        @Doc("Deprecated: `standard::retry_interval`.") @Nullable Duration retryInterval,
        @Doc("The queue in front of the levels; without it senders learn of failures.")
                @Default("{}")
                QueueConfig sendingQueue) {
    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(10);

    public FailoverConnectorConfig {
        List<List<PipelineId>> levels = priorityLevels.stream().map(List::copyOf).toList();
        require(
                !levels.isEmpty(),
                "priority_levels",
                "No pipelines are defined in the priority list");
        requireEach(
                levels,
                "priority_levels",
                (level, key) ->
                        require(!level.isEmpty(), key, "[] (expected: one or more pipelines)"));
        requirePositive("retry_interval", retryInterval);
        requirePositive("standard::retry_interval", standard.retryInterval);
        require(strategy.equals("standard"), "strategy", "strategy is invalid");
        priorityLevels = levels;
    }

    private static void requirePositive(String key, @Nullable Duration interval) {
        require(interval == null || interval.isPositive(), key, "Retry interval must be positive");
    }

    /** How long a level that failed is left alone. */
    Duration effectiveInterval() {
        if (standard.retryInterval != null) {
            return standard.retryInterval;
        }
        return retryInterval != null ? retryInterval : DEFAULT_INTERVAL;
    }

    /** Which failures lead to the next level; exactly one kind. */
    public record Condition(@Doc("By the text of the failure.") @Nullable ErrorCondition error) {
        public Condition {
            require(error != null, "no condition is defined");
        }
    }

    /** Failures by their text. */
    public record ErrorCondition(@Doc("What the text contains.") @Default("") String contains) {}

    /** The first level that works. */
    public record StandardConfig(
            @Doc("How long a level that failed is left alone; 10m by default.")
                    @Nullable Duration retryInterval) {}
}
