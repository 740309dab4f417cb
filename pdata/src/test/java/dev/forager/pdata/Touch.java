// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;

/** Opens records to the last leaf and marks them as edited, so that everything is encoded anew. */
final class Touch {
    private Touch() {}

    /** Marks {@code record} and everything below; {@code rebuild} also makes all values anew. */
    static void everything(Message record, boolean rebuild) {
        record.dirty = true;
        try {
            for (Field field : record.getClass().getDeclaredFields()) {
                field.setAccessible(true);
                touch(record, field, rebuild);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void touch(Message record, Field field, boolean rebuild)
            throws ReflectiveOperationException {
        Object value = field.get(record);
        if (value instanceof RecordList<?> list) {
            list.forEach(element -> everything(element, rebuild));
        } else if (value instanceof Attributes attributes && rebuild) {
            rebuild(attributes);
        } else if (Message.class.isAssignableFrom(field.getType()) && isSet(record, field)) {
            everything((Message) call(record, field.getName()), rebuild);
        } else if (field.getType() == Value.class && rebuild && isSet(record, field)) {
            Value body = (Value) call(record, field.getName());
            record.getClass().getMethod(field.getName(), Value.class).invoke(record, rebuild(body));
        }
    }

    private static boolean isSet(Message record, Field field) throws ReflectiveOperationException {
        if (field.getType() == Message.class) {
            return call(record, field.getName()) != null;
        }
        String name = "has" + RecordNames.upper(field.getName());
        return (boolean) call(record, name);
    }

    private static Object call(Message record, String method) throws ReflectiveOperationException {
        try {
            return record.getClass().getMethod(method).invoke(record);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void rebuild(Attributes attributes) {
        List<KeyValue> entries = new ArrayList<>();
        attributes.iterator().forEachRemaining(entries::add);
        attributes.clear();
        entries.forEach(entry -> attributes.add(entry.withValue(rebuild(entry.value()))));
    }

    private static Value rebuild(Value value) {
        return switch (value) {
            case Value.Str text -> Value.of(text.string());
            case Value.Int number -> new Value.Int(number.value());
            case Value.Dbl number -> new Value.Dbl(number.value());
            case Value.Bool flag -> Value.of(flag.value());
            case Value.Bytes bytes -> Value.of(bytes.toByteArray());
            case Value.StrIndex reference -> new Value.StrIndex(reference.index());
            case Value.Empty empty -> empty;
            case Value.Arr array ->
                    Value.Arr.of(array.values().stream().map(Touch::rebuild).toList());
            case Value.MapV map ->
                    Value.MapV.of(
                            map.entries().stream()
                                    .map(entry -> entry.withValue(rebuild(entry.value())))
                                    .toList());
        };
    }
}
