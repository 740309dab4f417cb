// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.time;

import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.syntax.Quoting;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layout such as {@code %Y-%m-%d %H:%M:%S}, to read and write times. The directives are those of
 * OTTL, which are not all of C's. Reading is as lenient as upstream: numbers may lack leading zeros
 * and have space before them, a fraction may follow the seconds unasked. Written by hand, since
 * {@code DateTimeFormatter} has no such leniency. Immutable, thread-safe.
 *
 * @see <a
 *     href="https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/pkg/ottl/ottlfuncs/README.md#time">Time</a>
 */
public final class TimeLayout {
    private static final TimeLayout DISPLAY = of("%F %T.%s");
    private static final TimeLayout JSON = of("%FT%T.%s");

    private final String layout;
    private final List<TimeElement> elements;

    private TimeLayout(String layout, List<TimeElement> elements) {
        this.layout = layout;
        this.elements = List.copyOf(elements);
    }

    /**
     * Reads a layout.
     *
     * @throws IllegalArgumentException if it has digits, an unknown directive, or a fraction that
     *     follows neither dot nor comma
     */
    public static TimeLayout of(String layout) {
        for (int i = 0; i < layout.length(); i++) {
            if (layout.charAt(i) >= '0' && layout.charAt(i) <= '9') {
                throw new IllegalArgumentException("format string should not contain decimals");
            }
        }
        List<TimeElement> elements = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        new Reading(elements, unknown).read(layout);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "invalid strptime format: [%s] (expected: the directives of Time)"
                            .formatted(String.join(" ", unknown)));
        }
        return new TimeLayout(layout, elements);
    }

    /** A layout on its way into elements. */
    private static final class Reading {
        private final List<TimeElement> elements;
        private final List<String> unknown;
        private final StringBuilder literal = new StringBuilder();

        Reading(List<TimeElement> elements, List<String> unknown) {
            this.elements = elements;
            this.unknown = unknown;
        }

        void read(String text) {
            expand(text);
            flush();
        }

        private void expand(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '%' && i + 1 < text.length()) {
                    directive(text.charAt(++i));
                } else {
                    literal.append(c);
                }
            }
        }

        private void directive(char directive) {
            switch (directive) {
                case '%', 'n', 't' ->
                        literal.append(directive == 'n' ? '\n' : directive == 't' ? '\t' : '%');
                case 'D', 'x' -> {
                    expand("%m/%d/");
                    add(new TimeElement.Field(TimeElement.Kind.YEAR_EITHER, directive));
                }
                case 'F' -> expand("%Y-%m-%d");
                case 'T', 'X' -> expand("%H:%M:%S");
                case 'R' -> expand("%H:%M");
                case 'r' -> expand("%I:%M:%S %P");
                case 'c' -> expand("%a %b %d %H:%M:%S %Y");
                case 'L' -> fraction(3, directive);
                case 'f' -> fraction(6, directive);
                case 's' -> fraction(9, directive);
                default -> {
                    TimeElement.Kind kind = TimeElement.Kind.of(directive);
                    if (kind == null) {
                        unknown.add("unsupported ctimefmt.toNative() directive: %" + directive);
                    } else {
                        add(new TimeElement.Field(kind, directive));
                    }
                }
            }
        }

        private void fraction(int digits, char directive) {
            int last = literal.length() - 1;
            if (last < 0 || ".,".indexOf(literal.charAt(last)) < 0) {
                throw new IllegalArgumentException(
                        "invalid fractional seconds directive: '%%%s'. must be preceded with '.' or ','"
                                .formatted(directive));
            }
            char point = literal.charAt(last);
            literal.setLength(last);
            add(new TimeElement.Fraction(digits, point));
        }

        private void add(TimeElement element) {
            flush();
            elements.add(element);
        }

        private void flush() {
            if (!literal.isEmpty()) {
                elements.add(new TimeElement.Literal(literal.toString()));
                literal.setLength(0);
            }
        }
    }

    /**
     * The place of a time that does not say its own: the one named; UTC if the layout ends in
     * {@code Z}; else that of the process.
     *
     * @throws IllegalArgumentException if there is no such place
     */
    public ZoneId location(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return layout.endsWith("Z") && !endsWithDirective()
                    ? ZoneOffset.UTC
                    : ZoneId.systemDefault();
        }
        try {
            return Zones.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "failed to load location %s: unknown time zone %s".formatted(name, name), e);
        }
    }

    private boolean endsWithDirective() {
        return elements.getLast() instanceof TimeElement.Field;
    }

    /** A reader of this layout. */
    public Parser parser(ZoneId location, @Nullable String locale, InstantSource clock) {
        return new Parser(this, location, locale == null ? Names.ENGLISH : Names.of(locale), clock);
    }

    /** Reads times of one layout, place and language. Immutable, thread-safe. */
    public static final class Parser {
        private final TimeLayout layout;
        private final ZoneId location;
        private final Names names;
        private final InstantSource clock;

        private Parser(TimeLayout layout, ZoneId location, Names names, InstantSource clock) {
            this.layout = layout;
            this.location = location;
            this.names = names;
            this.clock = clock;
        }

        /**
         * The time that a text says; all of the text must be used.
         *
         * @return an {@link java.time.Instant} where it is in UTC, else a {@link ZonedDateTime}
         */
        public Object parse(String text) throws EvaluationException {
            TimeText in = new TimeText(text, layout.layout, names);
            List<TimeElement> elements = layout.elements;
            for (int i = 0; i < elements.size(); i++) {
                boolean fractionFollows =
                        i + 1 < elements.size()
                                && elements.get(i + 1) instanceof TimeElement.Fraction;
                in.read(elements.get(i), fractionFollows);
            }
            in.end();
            try {
                ZonedDateTime time = in.fields.toTime(location, clock);
                return GoTimes.at(time.toInstant(), time.getZone());
            } catch (EvaluationException e) {
                throw new EvaluationException(
                        "parsing time %s: %s".formatted(Quoting.quote(text), e.getMessage()));
            }
        }
    }

    /** A time as this layout writes it, at its place. */
    public String format(ZonedDateTime time) {
        StringBuilder out = new StringBuilder();
        for (TimeElement element : elements) {
            TimeWriter.write(element, time, out);
        }
        return out.toString();
    }

    /** A time as Go shows one: {@code 2023-11-14 22:13:20.5 +0000 UTC}. */
    public static String display(ZonedDateTime time) {
        return DISPLAY.format(time) + ' ' + Zones.digits(time, false) + ' ' + Zones.name(time);
    }

    /** A time as Go writes it in JSON, in quotes: {@code "2023-11-14T22:13:20.5Z"}. */
    public static String json(ZonedDateTime time) {
        String offset = time.getOffset().getTotalSeconds() == 0 ? "Z" : Zones.digits(time, true);
        return '"' + JSON.format(time) + offset + '"';
    }
}
