import type { Layout, Profile } from './profile.js';

const layout = (member: string, columns: string, required: string): Layout => ({
  member,
  columns: columns.split(','),
  required: required.split(','),
});

/** OneRoster 1.1 CSV binding (1EdTech, final release 17 April 2017), the members that a roster needs or may carry. */
export const oneRoster11Profile: Profile = {
  name: 'oneroster-1.1',
  title: 'OneRoster 1.1 CSV',
  kind: 'roster',
  source: '1EdTech OneRoster 1.1 CSV tables, final release',
  seen: '2017-04',
  layouts: [
    layout('manifest.csv', 'propertyName,value', 'propertyName,value'),
    layout(
      'orgs.csv',
      'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId',
      'sourcedId,name,type,identifier',
    ),
    layout(
      'academicSessions.csv',
      'sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear',
      'sourcedId,title,type,startDate,endDate,schoolYear',
    ),
    layout(
      'courses.csv',
      'sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes',
      'sourcedId,title,orgSourcedId',
    ),
    layout(
      'classes.csv',
      'sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods',
      'sourcedId,title,classType,schoolSourcedId',
    ),
    layout(
      'users.csv',
      'sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password',
      'sourcedId,orgSourcedIds,role,givenName,familyName,identifier,grades',
    ),
    layout(
      'enrollments.csv',
      'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate',
      'sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role',
    ),
    layout(
      'demographics.csv',
      'sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus',
      'sourcedId,birthDate,sex',
    ),
    layout(
      'lineItems.csv',
      'sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,categorySourcedId,gradingPeriodSourcedId,resultValueMin,resultValueMax',
      'sourcedId,classSourcedId',
    ),
    layout(
      'results.csv',
      'sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment',
      'sourcedId,lineItemSourcedId',
    ),
    layout('categories.csv', 'sourcedId,status,dateLastModified,title', 'sourcedId,title'),
  ],
};

/** Without these a bundle is no roster. Courses give subjects, demographics birth dates; a district may leave them out. */
export const requiredMembers = [
  'orgs.csv',
  'academicSessions.csv',
  'classes.csv',
  'users.csv',
  'enrollments.csv',
] as const;
