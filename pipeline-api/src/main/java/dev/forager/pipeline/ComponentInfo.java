// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import dev.forager.pdata.Signal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a component is, before any instance exists: its id, its configuration and what it can carry.
 * Immutable; each method gives a changed copy.
 *
 * @param <C> the record that its section of the configuration is bound to
 */
public final class ComponentInfo<C extends Record> {
    private final String id;
    private final Class<C> configType;
    private final String description;
    private final List<String> aliases;
    private final Map<Signal, Stability> signals;
    private final Map<SignalPair, Stability> pairs;
    private final @Nullable Stability stability;
    private final boolean shared;
    private final boolean exclusive;

    private ComponentInfo(
            String id,
            Class<C> configType,
            String description,
            List<String> aliases,
            Map<Signal, Stability> signals,
            Map<SignalPair, Stability> pairs,
            @Nullable Stability stability,
            boolean shared,
            boolean exclusive) {
        this.id = id;
        this.configType = configType;
        this.description = description;
        this.aliases = aliases;
        this.signals = signals;
        this.pairs = pairs;
        this.stability = stability;
        this.shared = shared;
        this.exclusive = exclusive;
    }

    /**
     * The two signals that a connector stands between.
     *
     * @param from the signal of the pipeline that it ends
     * @param to the signal of the pipeline that it begins
     */
    public record SignalPair(Signal from, Signal to) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof SignalPair pair && from == pair.from && to == pair.to;
        }

        @Override
        public int hashCode() {
            return 31 * from.hashCode() + to.hashCode();
        }

        @Override
        public String toString() {
            return from + "-to-" + to;
        }
    }

    /**
     * A component without signals yet.
     *
     * @param id snake_case type as the configuration writes it ({@code otlp_grpc})
     */
    public static <C extends Record> ComponentInfo<C> of(String id, Class<C> configType) {
        return new ComponentInfo<>(
                id, configType, "", List.of(), Map.of(), Map.of(), null, false, false);
    }

    /** One sentence with a full stop, for the documentation. */
    public ComponentInfo<C> describedAs(String sentence) {
        return new ComponentInfo<>(
                id, configType, sentence, aliases, signals, pairs, stability, shared, exclusive);
    }

    /**
     * Other ids that mean this component. Spellings that differ in underscores only need no alias:
     * they are one id by rule.
     */
    public ComponentInfo<C> aliases(String... others) {
        return new ComponentInfo<>(
                id,
                configType,
                description,
                List.of(others),
                signals,
                pairs,
                stability,
                shared,
                exclusive);
    }

    /** The signals it carries (receivers, processors, exporters), at one level. */
    public ComponentInfo<C> stability(Stability level, Signal... carried) {
        var more = new EnumMap<Signal, Stability>(Signal.class);
        more.putAll(signals);
        for (Signal signal : carried) {
            more.put(signal, level);
        }
        return new ComponentInfo<>(
                id, configType, description, aliases, more, pairs, stability, shared, exclusive);
    }

    /** A pair of signals that it connects (connectors). */
    public ComponentInfo<C> connects(Stability level, Signal from, Signal to) {
        var more = new LinkedHashMap<>(pairs);
        more.put(new SignalPair(from, to), level);
        return new ComponentInfo<>(
                id, configType, description, aliases, signals, more, stability, shared, exclusive);
    }

    /** The level of a component that carries no signal (extensions). */
    public ComponentInfo<C> stability(Stability level) {
        return new ComponentInfo<>(
                id, configType, description, aliases, signals, pairs, level, shared, exclusive);
    }

    /**
     * One instance serves all signals of an id: a receiver that has one server for all, a processor
     * whose instances have one state. Its log lines name no signal and no pipeline.
     */
    public ComponentInfo<C> sharedAcrossSignals() {
        return new ComponentInfo<>(
                id, configType, description, aliases, signals, pairs, stability, true, exclusive);
    }

    /**
     * An exporter that holds what a second one cannot have at the same time, such as a port or a
     * file: at a reload the former instance stops before its successor starts. Of receivers and
     * extensions this is taken for granted.
     */
    public ComponentInfo<C> exclusive() {
        return new ComponentInfo<>(
                id, configType, description, aliases, signals, pairs, stability, shared, true);
    }

    /** The type as the configuration writes it. */
    public String id() {
        return id;
    }

    /** The record that its section is bound to. */
    public Class<C> configType() {
        return configType;
    }

    /** One sentence for the documentation. */
    public String description() {
        return description;
    }

    /** Other ids that mean this component. */
    public List<String> aliases() {
        return aliases;
    }

    /** The signals it carries. */
    public Map<Signal, Stability> signals() {
        return signals;
    }

    /** The pairs of signals it connects. */
    public Map<SignalPair, Stability> pairs() {
        return pairs;
    }

    /** The level of a component without signals. */
    public @Nullable Stability stability() {
        return stability;
    }

    /** Whether one instance serves all signals of an id. */
    public boolean isSharedAcrossSignals() {
        return shared;
    }

    /** Whether two instances cannot run side by side. */
    public boolean isExclusive() {
        return exclusive;
    }
}
