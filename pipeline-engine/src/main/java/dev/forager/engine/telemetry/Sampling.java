// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry;

import dev.forager.config.TelemetrySampler;
import dev.forager.config.TelemetryTraces;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The SDK's samplers and limits of spans that a configuration asks for. */
final class Sampling {
    private Sampling() {}

    /** Without a configuration: as the parent was sampled, else every span. */
    static Sampler sampler(@Nullable Map<String, @Nullable Object> config) {
        return config == null
                ? Sampler.parentBased(Sampler.alwaysOn())
                : sampler(TelemetrySampler.of(config));
    }

    private static Sampler sampler(TelemetrySampler config) {
        return switch (config) {
            case TelemetrySampler.AlwaysOn _ -> Sampler.alwaysOn();
            case TelemetrySampler.AlwaysOff _ -> Sampler.alwaysOff();
            case TelemetrySampler.Ratio(double ratio) ->
                    Sampler.traceIdRatioBased(Math.clamp(ratio, 0, 1));
            case TelemetrySampler.ParentBased parents ->
                    Sampler.parentBasedBuilder(sampler(parents.root(), Sampler.alwaysOn()))
                            .setRemoteParentSampled(
                                    sampler(parents.remoteParentSampled(), Sampler.alwaysOn()))
                            .setRemoteParentNotSampled(
                                    sampler(parents.remoteParentNotSampled(), Sampler.alwaysOff()))
                            .setLocalParentSampled(
                                    sampler(parents.localParentSampled(), Sampler.alwaysOn()))
                            .setLocalParentNotSampled(
                                    sampler(parents.localParentNotSampled(), Sampler.alwaysOff()))
                            .build();
        };
    }

    private static Sampler sampler(@Nullable TelemetrySampler config, Sampler absent) {
        return config == null ? absent : sampler(config);
    }

    /** What is not said is as the SDK has it. */
    static SpanLimits limits(TelemetryTraces.@Nullable Limits config) {
        if (config == null) {
            return SpanLimits.getDefault();
        }
        var limits = SpanLimits.builder();
        set(config.attributeCountLimit(), limits::setMaxNumberOfAttributes);
        set(config.attributeValueLengthLimit(), limits::setMaxAttributeValueLength);
        set(config.eventCountLimit(), limits::setMaxNumberOfEvents);
        set(config.eventAttributeCountLimit(), limits::setMaxNumberOfAttributesPerEvent);
        set(config.linkCountLimit(), limits::setMaxNumberOfLinks);
        set(config.linkAttributeCountLimit(), limits::setMaxNumberOfAttributesPerLink);
        return limits.build();
    }

    private static void set(@Nullable Integer limit, IntConsumer setting) {
        if (limit != null) {
            setting.accept(limit < 0 ? Integer.MAX_VALUE : limit);
        }
    }
}
