// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.span;

import dev.forager.pdata.GoFloat;
import dev.forager.pdata.Key;
import dev.forager.pdata.Span;
import dev.forager.pdata.StatusCode;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Traces;
import dev.forager.pdata.Value;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Processor;
import dev.forager.processors.match.SpanSelection;
import dev.forager.processors.span.SpanProcessorConfig.SpanStatus;
import dev.forager.processors.span.SpanProcessorConfig.ToAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes names and status of the selected spans. Thread-safe; holds no data. */
final class SpanProcessor implements Processor {
    private final SpanSelection selection;
    private final List<Key> sources;
    private final String separator;
    private final @Nullable NameRules rules;
    private final @Nullable SpanStatus status;
    private final Consumer next;

    SpanProcessor(SpanProcessorConfig config, Consumer next) {
        this.selection = SpanSelection.of(config.match());
        this.sources = config.name().fromAttributes().stream().map(Key::of).toList();
        this.separator = config.name().separator();
        ToAttributes toAttributes = config.name().toAttributes();
        this.rules = toAttributes == null ? null : NameRules.of(toAttributes);
        this.status = config.status();
        this.next = next;
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        if (telemetry instanceof Traces traces) {
            selection.forEach(traces, this::edit);
        }
        next.consume(telemetry, context);
    }

    private void edit(Span span) {
        String name = sources.isEmpty() ? null : nameOf(span);
        if (name != null) {
            span.name(name);
        }
        if (rules != null) {
            rules.applyTo(span);
        }
        if (status != null) {
            set(span, status);
        }
    }

    /** Null if an attribute is missing. */
    private @Nullable String nameOf(Span span) {
        var name = new StringBuilder();
        for (int i = 0; i < sources.size(); i++) {
            Value value = span.attributes().get(sources.get(i));
            if (value == null) {
                return null;
            }
            name.append(i == 0 ? "" : separator).append(text(value));
        }
        return name.toString();
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Str text -> text.string();
            case Value.Bool flag -> Boolean.toString(flag.value());
            case Value.Int number -> Long.toString(number.value());
            case Value.Dbl number -> GoFloat.plain(number.value());
            case Value.Bytes _, Value.Arr _, Value.MapV _, Value.StrIndex _, Value.Empty _ ->
                    "<unknown-attribute-type>";
        };
    }

    private static void set(Span span, SpanStatus status) {
        StatusCode code =
                switch (status.code()) {
                    case SpanStatus.OK -> StatusCode.OK;
                    case SpanStatus.ERROR -> StatusCode.ERROR;
                    default -> StatusCode.UNSET;
                };
        span.status().code(code).message(status.description());
    }
}
