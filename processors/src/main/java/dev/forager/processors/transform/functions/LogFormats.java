// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.ottl.Converter;
import dev.forager.ottl.Default;
import dev.forager.ottl.Doc;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Getter;
import dev.forager.ottl.OnlyIn;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.Pure;
import dev.forager.ottl.StringGetter;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.List;
import java.util.Map;

/** Converters that read lines of web servers and messages of security devices. */
final class LogFormats {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(ParseCEF.class, ParseCLF.class, ParseELF.class, ParseLEEF.class);

    private LogFormats() {}

    /** What reads a text that is not empty. */
    @FunctionalInterface
    private interface Reader {
        Value read(String text) throws EvaluationException;
    }

    private static Getter reading(String format, StringGetter target, Reader reader) {
        return cursor -> {
            String text = target.get(cursor);
            if (text.isEmpty()) {
                throw new EvaluationException("cannot parse empty %s message".formatted(format));
            }
            return reader.read(text);
        };
    }

    /** A map of texts. */
    static Value map(Map<String, String> texts) {
        return Value.MapV.of(
                texts.entrySet().stream()
                        .map(each -> KeyValue.of(each.getKey(), Value.of(each.getValue())))
                        .toList());
    }

    @Pure
    @OnlyIn(OttlContext.LOG)
    @Doc("Header and extension of a message in the Common Event Format (CEF).")
    record ParseCEF(@Doc("The message; what stands before CEF: is left out.") StringGetter target)
            implements Converter {
        @Override
        public Getter compile() {
            return reading("CEF", target, CefMessage::read);
        }
    }

    @Pure
    @OnlyIn(OttlContext.LOG)
    @Doc("The fields of a line in the Common Log Format of web servers (CLF).")
    record ParseCLF(
            @Doc("The line.") StringGetter target,
            @Doc("clf, or combined for referer and user agent too.") @Default("\"clf\"")
                    String format)
            implements Converter {
        ParseCLF {
            if (!format.equals("clf") && !format.equals("combined")) {
                throw new IllegalArgumentException(
                        "invalid format \"%s\": must be \"clf\" or \"combined\"".formatted(format));
            }
        }

        @Override
        public Getter compile() {
            AccessLine line = format.equals("clf") ? AccessLine.COMMON : AccessLine.COMBINED;
            return reading("CLF", target, line::read);
        }
    }

    @Pure
    @OnlyIn(OttlContext.LOG)
    @Doc("Directives and entries of a block in the Extended Log Format of the W3C (ELF).")
    record ParseELF(@Doc("The block: directives and the lines after them.") StringGetter target)
            implements Converter {
        @Override
        public Getter compile() {
            return reading("ELF", target, text -> new ExtendedLog().read(text));
        }
    }

    @Pure
    @OnlyIn(OttlContext.LOG)
    @Doc("Header and attributes of a message in the Log Event Extended Format (LEEF) 1.0 or 2.0.")
    record ParseLEEF(@Doc("The message; what stands before LEEF: is left out.") StringGetter target)
            implements Converter {
        @Override
        public Getter compile() {
            return reading("LEEF", target, LeefMessage::read);
        }
    }
}
