using System.Reflection;
using System.Runtime.CompilerServices;
using KetamineOutcomes.Columns;
using KetamineOutcomes.Indicators;

namespace KetamineOutcomes.Architecture;

/// <summary>The rules for public types, each a function from a type to sentences about what is wrong with it.</summary>
internal static class TypeRules
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Type[] MutableCollections =
    [
        typeof(List<>), typeof(Dictionary<,>), typeof(HashSet<>), typeof(SortedDictionary<,>), typeof(SortedSet<>), typeof(Queue<>), typeof(Stack<>),
        typeof(IList<>), typeof(ICollection<>), typeof(IDictionary<,>), typeof(ISet<>),
    ];

    /// <summary>Sealed, static, an enum, a delegate, a readonly struct, or abstract with all its cases in its own assembly. The one door that is meant to be open is
    /// <see cref="IIndicator"/>: callers bring indicators of their own.</summary>
    public static IEnumerable<string> Closed(Type type)
    {
        if (type.IsValueType)
        {
            if (!type.IsEnum && type.GetCustomAttribute<IsReadOnlyAttribute>() is null)
            {
                yield return $"{type}: a struct must be readonly";
            }
        }
        else if (type.IsInterface && type != typeof(IIndicator))
        {
            yield return $"{type}: anyone can implement a public interface";
        }
        else if (!type.IsSealed && !type.IsInterface)
        {
            if (!type.IsAbstract)
            {
                yield return $"{type}: must be sealed";
            }
            else if (FindOpenDoor(type) is { } door)
            {
                yield return $"{type}: outside types can derive from it by {door}";
            }
        }
    }

    /// <summary>No public setter but <c>init</c> on options, on what a caller's indicator found, on where a caller wants columns written, and on the parameters of a readonly record struct; no public field but constants.</summary>
    public static IEnumerable<string> Immutable(Type type)
    {
        foreach (var property in type.GetProperties(Declared))
        {
            if (property.SetMethod is not { IsPublic: true } setter)
            {
                continue;
            }

            var isInit = setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
            var isOption = type.Name.EndsWith("Options", StringComparison.Ordinal) || type == typeof(IndicatorFinding) || type == typeof(ColumnResults);

            // A record struct's parameters: what init can set, the public constructor can set as well.
            var isParameter = type.IsValueType && type.GetConstructors().Any(constructor => constructor.GetParameters().Any(parameter => parameter.Name == property.Name));
            if (!isInit || !(isOption || isParameter))
            {
                yield return $"{type}.{property.Name}: has a public setter";
            }
        }

        foreach (var field in type.GetFields(Declared).Where(field => field.IsPublic && !type.IsEnum))
        {
            if (!field.IsLiteral && !(field.IsStatic && field.IsInitOnly))
            {
                yield return $"{type}.{field.Name}: is a public field";
            }
        }
    }

    /// <summary>The operator <c>==</c> wherever the type is equatable to itself.</summary>
    public static IEnumerable<string> HasEqualityOperator(Type type)
    {
        var equatable = typeof(IEquatable<>).MakeGenericType(type);
        if (type is { IsEnum: false, IsByRefLike: false } && type.GetInterfaces().Contains(equatable)
            && !Array.Exists(type.GetMethods(Declared), method => method.Name == "op_Equality"))
        {
            yield return $"{type}: is equatable and has no ==";
        }
    }

    /// <summary>No array, list, dictionary or other collection that someone could change goes in or out.</summary>
    public static IEnumerable<string> PassesNoMutableCollection(Type type)
    {
        foreach (var method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)).Where(IsVisible))
        {
            var types = method.GetParameters().Select(parameter => parameter.ParameterType);
            if (method is MethodInfo { ReturnType: var returned })
            {
                types = types.Append(returned);
            }

            foreach (var mutable in types.SelectMany(Flatten).Where(IsMutableCollection).Distinct())
            {
                yield return $"{type}.{method.Name}: passes {mutable}";
            }
        }
    }

    private static bool IsVisible(MethodBase method) =>
        method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    private static bool IsMutableCollection(Type type) =>
        type.IsArray || (type.IsGenericType && MutableCollections.Contains(type.GetGenericTypeDefinition()));

    private static IEnumerable<Type> Flatten(Type type)
    {
        yield return type;
        if (type.HasElementType && !type.IsArray)
        {
            foreach (var inner in Flatten(type.GetElementType()!))
            {
                yield return inner;
            }
        }

        foreach (var argument in type.GetGenericArguments().SelectMany(Flatten))
        {
            yield return argument;
        }
    }

    /// <summary>A constructor that a type of another assembly could call, if it could also implement all that is abstract.</summary>
    private static ConstructorInfo? FindOpenDoor(Type type)
    {
        var doors = type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(constructor => constructor.IsPublic || constructor.IsFamily || constructor.IsFamilyOrAssembly)
            .ToList();
        if (doors.Count == 0)
        {
            return null;
        }

        // The compiler gives a record a protected copy constructor; an abstract member that only this assembly sees keeps others out.
        var isRecord = type.GetMethod("<Clone>$") is not null;
        var copies = doors.Where(door => isRecord && door.GetParameters() is [var only] && only.ParameterType == type).ToList();
        return doors.Except(copies).FirstOrDefault() ?? (HasHiddenAbstractMember(type) ? null : copies[0]);
    }

    private static bool HasHiddenAbstractMember(Type type) =>
        Array.Exists(
            type.GetMethods(BindingFlags.NonPublic | BindingFlags.Instance),
            method => method.IsAbstract && (method.IsAssembly || method.IsFamilyAndAssembly));
}
