// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.xml;

import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.syntax.Quoting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Changes of documents. */
public final class XmlEdits {
    private XmlEdits() {}

    /** The text of nodes, one behind the other: elements, text, values of attributes. */
    public static String text(List<XmlNode> nodes) {
        XmlWriter out = new XmlWriter();
        for (XmlNode node : nodes) {
            switch (node) {
                case XmlNode.Element element -> out.add(element);
                case XmlNode.Attribute attribute -> out.escape(attribute.value());
                case XmlNode.Text text -> out.escape(text.content());
                case XmlNode.Document _, XmlNode.Comment _, XmlNode.Markup _ -> {}
            }
        }
        return out.text();
    }

    /** Takes nodes out of their document. */
    public static void remove(List<XmlNode> nodes) {
        Set<XmlNode> gone = identities(nodes);
        Set<XmlNode.Parent> parents = Collections.newSetFromMap(new IdentityHashMap<>());
        for (XmlNode node : nodes) {
            if (node.parent() != null && !(node instanceof XmlNode.Markup)) {
                parents.add(node.parent());
            }
        }
        for (XmlNode.Parent parent : parents) {
            parent.removeAll(gone);
            if (parent instanceof XmlNode.Element element) {
                element.attributes().removeIf(gone::contains);
            }
        }
    }

    private static Set<XmlNode> identities(Collection<XmlNode> nodes) {
        Set<XmlNode> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(nodes);
        return set;
    }

    /** Appends copies of what a text holds to each of the elements. */
    public static void insert(List<XmlNode> places, String inner) throws EvaluationException {
        XmlNode.Document source = XmlReader.read(inner);
        for (XmlNode place : places) {
            if (place instanceof XmlNode.Parent parent) {
                source.children().stream()
                        .filter(child -> !(child instanceof XmlNode.Markup))
                        .toList()
                        .forEach(child -> parent.add(copy(child)));
            } else {
                throw new EvaluationException(
                        "InsertXML XPath selected non-element: "
                                + Quoting.quote(
                                        place instanceof XmlNode.Attribute attribute
                                                ? attribute.name()
                                                : text(List.of(place))));
            }
        }
    }

    private static XmlNode copy(XmlNode node) {
        return switch (node) {
            case XmlNode.Element element -> {
                XmlNode.Element copy = new XmlNode.Element(element.prefix(), element.name());
                element.attributes().forEach(attribute -> copy.add(copy(attribute)));
                element.children().forEach(child -> copy.add(copy(child)));
                yield copy;
            }
            case XmlNode.Attribute attribute -> copy(attribute);
            case XmlNode.Text text -> new XmlNode.Text(text.content(), text.isCdata());
            case XmlNode.Comment comment -> new XmlNode.Comment(comment.content());
            case XmlNode.Markup markup -> new XmlNode.Markup(markup.content());
            case XmlNode.Document _ -> throw new IllegalArgumentException("a document in a node");
        };
    }

    private static XmlNode.Attribute copy(XmlNode.Attribute attribute) {
        return new XmlNode.Attribute(attribute.prefix(), attribute.name(), attribute.value());
    }

    /** Makes elements of attributes, behind the other children. */
    public static void attributesToElements(List<XmlNode> nodes) {
        List<XmlNode> converted = new ArrayList<>();
        for (XmlNode node : nodes) {
            if (node instanceof XmlNode.Attribute attribute
                    && attribute.parent() instanceof XmlNode.Element parent) {
                XmlNode.Element child = new XmlNode.Element("", attribute.name());
                child.add(new XmlNode.Text(attribute.value(), false));
                parent.add(child);
                converted.add(attribute);
            }
        }
        remove(converted);
    }

    /** Wraps text that has siblings into elements, in these nodes and below. */
    public static void textToElements(List<XmlNode> nodes, String name) {
        for (XmlNode node : nodes) {
            if (node instanceof XmlNode.Parent parent) {
                textToElements(parent, name);
            }
        }
    }

    private static void textToElements(XmlNode.Parent parent, String name) {
        int texts = 0;
        int elements = 0;
        for (XmlNode child : parent.children()) {
            if (child instanceof XmlNode.Element element) {
                textToElements(element, name);
                elements++;
            } else if (child instanceof XmlNode.Text text && !text.isCdata()) {
                texts++;
            }
        }
        if (texts == 0 || texts + elements <= 1) {
            return;
        }
        for (int i = 0; i < parent.children().size(); i++) {
            if (parent.children().get(i) instanceof XmlNode.Text text && !text.isCdata()) {
                XmlNode.Element wrapped = new XmlNode.Element("", name);
                wrapped.add(new XmlNode.Text(text.content(), false));
                parent.replace(i, wrapped);
            }
        }
    }
}
